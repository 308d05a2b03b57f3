package dev.headroom.cli.command;

import picocli.CommandLine.Command;

@Command(
    name = "config",
    description = "Checks configuration files.",
    subcommands = ConfigCheckCommand.class)
public final class ConfigCommand {}
