package dev.headroom.cli.quickstart;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/**
 * Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends at once (which is as
 * harmless as a kill). Not a shutdown hook: Flink's own hooks would tear the job down beside it.
 */
final class Interruption implements BooleanSupplier {
  private static final int INTERRUPTED = 130;

  private final AtomicBoolean asked = new AtomicBoolean();

  /** Listens from now on. */
  static Interruption listen(Runnable first) {
    Interruption interruption = new Interruption();
    Runnable handler = () -> interruption.signalled(first);
    Signals.register("INT", handler);
    Signals.register("TERM", handler);
    return interruption;
  }

  private void signalled(Runnable first) {
    if (asked.getAndSet(true)) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    first.run();
  }

  @Override
  public boolean getAsBoolean() {
    return asked.get();
  }
}
