/** Price books that are published while the job runs. */
@NullMarked
package dev.headroom.aggregation.books;

import org.jspecify.annotations.NullMarked;
