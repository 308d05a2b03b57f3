package dev.headroom.cli.billing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
   * @param rows in the order of their change; of more than 60 those in the middle are left out, and
   *     the title says so
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
    Map<String, List<Backtest.Row>> byCurrency =
        Stream.concat(first.stream(), last.stream())
            .collect(
                Collectors.groupingBy(Backtest.Row::currency, TreeMap::new, Collectors.toList()));
    byCurrency.forEach(
        (currency, shown) ->
            chart.addSeries(
                currency,
                shown.stream().map(Backtest.Row::tenant).toList(),
                shown.stream().map(Backtest.Row::change).toList()));
    Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
  }
}
