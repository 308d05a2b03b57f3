/**
 * Who a client of the gateway is: by a bearer token, a JSON Web Token or a client certificate. What
 * it says about itself in its usage plays no part.
 */
@NullMarked
package dev.headroom.collectors.identity;

import org.jspecify.annotations.NullMarked;
