package dev.headroom.cli.simulation;

import dev.headroom.autoscaler.simulation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;

/** Capacity against violations, a dot a policy: the nearer to the lower left, the better. */
public final class SimulationPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 700;

  private SimulationPlot() {}

  /** Writes a PNG file. */
  public static void write(SimulationReport report, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(report.trace() + ": capacity and violations")
            .xAxisTitle("capacity held, × what the oracle holds")
            .yAxisTitle("violations, % of the workload-steps with demand")
            .build();
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    dot(chart, report.oracle(), report);
    report.outcomes().forEach(outcome -> dot(chart, outcome, report));
    Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
  }

  private static void dot(XYChart chart, Outcome outcome, SimulationReport report) {
    chart.addSeries(
        outcome.policy(),
        new double[] {outcome.held() / report.oracle().held()},
        new double[] {100 * outcome.violationRate()});
  }
}
