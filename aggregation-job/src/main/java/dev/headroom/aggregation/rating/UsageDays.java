package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.totals.UsageTotal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * The days of which there is usage of anyone, each once for each run of a subtask. They are what
 * every bill may have to hear of, beside published books.
 */
public final class UsageDays extends RichFlatMapFunction<UsageTotal, RatingNews> {
  private static final long serialVersionUID = 1L;
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  private transient Set<LocalDate> told;

  @Override
  @Initializer
  public void open(OpenContext context) {
    told = new HashSet<>();
  }

  @Override
  public void flatMap(UsageTotal total, Collector<RatingNews> out) {
    long day = Math.floorDiv(total.key().startSecond(), DAY_SECONDS);
    if (told.add(LocalDate.ofEpochDay(day))) {
      out.collect(new RatingNews.UsedOn(LocalDate.ofEpochDay(day)));
    }
  }
}
