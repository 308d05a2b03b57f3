package dev.headroom.cli.otelcol;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs with {@code -Pcollector}, where Go is; says so where it does not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithRealCollector.Condition.class)
@interface WithRealCollector {

  /** Asked before the Collector is built. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (!Boolean.getBoolean("headroom.collector")) {
        return ConditionEvaluationResult.disabled("runs with -Pcollector");
      }
      if (hasGo()) {
        return ConditionEvaluationResult.enabled("-Pcollector, and Go is there");
      }
      String reason =
          "SKIPPED although -Pcollector asks for it: Go is missing, so that the OpenTelemetry"
              + " Collector can't be built: "
              + context.getDisplayName();
      System.err.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean hasGo() {
      try {
        Process go =
            new ProcessBuilder("go", "version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return go.waitFor() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
