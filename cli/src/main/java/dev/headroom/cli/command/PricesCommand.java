package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "prices",
    description = "Checks price books and rates usage by them.",
    subcommands = {PricesCheckCommand.class, PricesRateCommand.class})
public final class PricesCommand {}
