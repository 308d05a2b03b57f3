/** Usage and invoices, read from the tables or rated here, in one form for printing. */
@NullMarked
package dev.headroom.cli.billing;

import org.jspecify.annotations.NullMarked;
