package dev.headroom.cli.billing;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The change of each tenant's bill as bars, a colour a currency. */
public final class BacktestPlot {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 500;
  private static final int MOST_TENANTS = 60;

  private BacktestPlot() {}

  /**
   * Writes a PNG file.
   *
   * @param rows at least one, in the order of their change; of more than 60 those in the middle are
   *     left out, and the title says so
   */
  public static void write(List<Backtest.Row> rows, Path file) throws IOException {
    int leftOut = Math.max(0, rows.size() - MOST_TENANTS);
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(
                leftOut == 0
                    ? "Change of the bill by tenant"
                    : "Change of the bill, " + leftOut + " tenants with the least change left out")
            .xAxisTitle("tenant")
            .yAxisTitle("change")
            .build();
    chart.getStyler().setXAxisLabelRotation(60);
    List<Backtest.Row> first = rows.subList(0, (rows.size() - leftOut + 1) / 2);
    List<Backtest.Row> last = rows.subList(first.size() + leftOut, rows.size());
    List<Backtest.Row> shown = Stream.concat(first.stream(), last.stream()).toList();
    List<String> tenants = shown.stream().map(Backtest.Row::tenant).toList();
    chart.getStyler().setOverlapped(true);
    // The bars of all currencies stand over the same tenants, each where its own is.
    for (String currency : new TreeSet<>(shown.stream().map(Backtest.Row::currency).toList())) {
      chart.addSeries(
          currency,
          tenants,
          shown.stream()
              .map(row -> row.currency().equals(currency) ? row.change() : BigDecimal.ZERO)
              .toList());
    }
    Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
  }
}
