/** Reading the topic of finalised invoices. */
@NullMarked
package dev.headroom.aggregation.invoices;

import org.jspecify.annotations.NullMarked;
