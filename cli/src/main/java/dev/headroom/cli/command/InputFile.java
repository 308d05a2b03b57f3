package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files a person names on the command line; {@code -} is standard input. */
final class InputFile {
  private InputFile() {}

  /** The text of a file, in UTF-8. */
  static String read(String name) {
    try {
      if (name.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw CommandException.badInput(name + " is a directory, expected a file");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw CommandException.badInput(name + " does not exist");
    } catch (CharacterCodingException e) {
      throw CommandException.badInput(name + " is not text in UTF-8");
    } catch (IOException e) {
      throw CommandException.badInput(name + " cannot be read: " + e.getMessage());
    }
  }

  /** The texts of files by their names, in the order given. */
  static Map<String, String> readAll(List<String> names) {
    Map<String, String> texts = new LinkedHashMap<>();
    names.forEach(name -> texts.put(name, read(name)));
    return texts;
  }
}
