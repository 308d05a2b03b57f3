package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "autoscaler",
    description = "Compares autoscalers before one of them acts.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AutoscalerGateCommand.class)
public final class AutoscalerCommand {}
