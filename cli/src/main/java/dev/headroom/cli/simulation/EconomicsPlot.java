package dev.headroom.cli.simulation;

import dev.headroom.autoscaler.simulation.SellingModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The margin that a tenant brings, against the number of tenants, a line a way of selling. */
public final class EconomicsPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 700;

  private EconomicsPlot() {}

  /** Writes a PNG file. */
  public static void write(EconomicsReport report, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("What a tenant brings")
            .xAxisTitle("tenants")
            .yAxisTitle("margin a tenant and hour")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    report
        .byMode()
        .forEach(
            (mode, rows) ->
                chart.addSeries(
                    mode,
                    rows.stream().mapToDouble(SellingModes.Row::tenants).toArray(),
                    rows.stream().mapToDouble(row -> row.margin() / row.tenants()).toArray()));
    Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
  }
}
