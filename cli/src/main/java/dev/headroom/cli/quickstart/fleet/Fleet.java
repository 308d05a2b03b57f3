package dev.headroom.cli.quickstart.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The simulated tenants, from the table {@code fleet.csv}. */
public record Fleet(List<SimulatedTenant> tenants) {
  private static final String RESOURCE = "/dev/headroom/cli/quickstart/fleet.csv";

  public Fleet {
    tenants = List.copyOf(tenants);
  }

  public static Fleet shipped() {
    try (InputStream in = Fleet.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + RESOURCE);
      }
      var csv = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Fleet(csv.lines().skip(1).map(SimulatedTenant::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
