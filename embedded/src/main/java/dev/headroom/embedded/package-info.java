/**
 * A real Kafka broker in this process and a real ClickHouse server in a child process, for the
 * quickstart and the tests. Both bind 127.0.0.1 only, keep their data in one directory each, and
 * come up again on that directory after a kill.
 */
@NullMarked
package dev.headroom.embedded;

import org.jspecify.annotations.NullMarked;
