package dev.headroom.aggregation.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.intake.RawRecord;
import dev.headroom.aggregation.rows.DecisionRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import java.util.List;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns decisions into rows; what is none is set aside with everything that is wrong with it. */
public final class DecisionReader extends ProcessFunction<RawRecord, TableRow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(RawRecord record, Context context, Collector<TableRow> out) {
    DecisionJson json = DecisionJson.read(record.value());
    List<String> problems = json.problems();
    if (problems.isEmpty()) {
      out.collect(DecisionRow.of(json.decision()));
    } else {
      context.output(
          QuarantineRow.OUTPUT,
          QuarantineRow.of(
              record.place(),
              0,
              new String(record.key(), UTF_8),
              "bad-decision",
              "",
              0,
              String.join("; ", problems),
              record.value(),
              0,
              record.value().length));
    }
  }
}
