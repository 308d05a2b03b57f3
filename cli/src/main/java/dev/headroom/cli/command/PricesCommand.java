package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "prices",
    description = "Checks price books, rates usage by them, compares and publishes them.",
    subcommands = {
      PricesCheckCommand.class,
      PricesRateCommand.class,
      PricesCompareCommand.class,
      PricesDiffCommand.class,
      PricesBacktestCommand.class,
      PricesPublishCommand.class
    })
public final class PricesCommand {}
