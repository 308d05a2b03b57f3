package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "spool",
    description = "Looks into what a gateway keeps on its disk while Kafka is away.",
    subcommands = SpoolInspectCommand.class)
public final class SpoolCommand {}
