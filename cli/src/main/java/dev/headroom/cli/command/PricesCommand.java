package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "prices",
    description =
        "Checks price books, rates usage by them and explains it, compares and publishes them.",
    subcommands = {
      PricesCheckCommand.class,
      PricesRateCommand.class,
      PricesExplainCommand.class,
      PricesCompareCommand.class,
      PricesDiffCommand.class,
      PricesBacktestCommand.class,
      PricesPublishCommand.class
    })
public final class PricesCommand {}
