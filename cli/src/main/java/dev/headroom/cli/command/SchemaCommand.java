package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "schema",
    description = "Looks after the tables in ClickHouse.",
    subcommands = SchemaApplyCommand.class)
public final class SchemaCommand {}
