package dev.headroom.cli.autoscaler;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.replay.RecordedDecision;
import dev.headroom.autoscaler.replay.UsageListener;
import dev.headroom.autoscaler.stream.AutoscalerException;
import dev.headroom.autoscaler.stream.RecordedTopics;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.output.Progress;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what Kafka has kept, with a bar for who watches. */
public final class RecordedRun {
  private final RecordedTopics topics;
  private final String usageTopic;
  private final PrintWriter err;

  public RecordedRun(AutoscalerConfig config, PrintWriter err) {
    this.topics = new RecordedTopics(config.kafka());
    this.usageTopic = config.kafka().usageTopic();
    this.err = err;
  }

  public List<RecordedDecision> decisions() {
    return explained(topics::decisions);
  }

  /** All usage, read once for everyone who listens. */
  public void usage(List<UsageListener> listeners) {
    try (Bar bar = new Bar()) {
      if (!explained(() -> topics.usage(new Several(listeners), bar::at))) {
        err.printf(
            "headroom: Kafka has deleted the oldest usage of %s: what was decided soon after the"
                + " rest begins may come out otherwise%n",
            usageTopic);
        err.flush();
      }
    }
  }

  private record Several(List<UsageListener> listeners) implements UsageListener {
    @Override
    public void observe(
        int partition, long offset, String tenant, byte[] request, Instant appended) {
      listeners.forEach(each -> each.observe(partition, offset, tenant, request, appended));
    }

    @Override
    public void evaluate(Set<Integer> lagging) {
      listeners.forEach(each -> each.evaluate(lagging));
    }
  }

  private static <T> T explained(Supplier<T> read) {
    try {
      return read.get();
    } catch (AutoscalerException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  /** Begins when it is known how much there is. */
  private static final class Bar implements AutoCloseable {
    private @Nullable Progress progress;
    private long shown;

    void at(long read, long all) {
      if (progress == null) {
        progress = Progress.of("Reading usage", "records", (int) Math.min(all, Integer.MAX_VALUE));
      }
      for (; shown < read; shown++) {
        progress.step();
      }
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
