/**
 * The proof from the producers to the invoice: what is compared, how it is told, and the seals that
 * keep the days that are over.
 */
@NullMarked
package dev.headroom.cli.reconcile;

import org.jspecify.annotations.NullMarked;
