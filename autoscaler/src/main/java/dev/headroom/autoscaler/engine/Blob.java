package dev.headroom.autoscaler.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Many figures, bit by bit, as one deflated Base64 text inside JSON. */
final class Blob {
  /** Writes figures. */
  interface Writing {
    void to(DataOutput out) throws IOException;
  }

  /** Reads what the writing wrote. */
  interface Reading {
    void from(DataInput in) throws IOException;
  }

  private Blob() {}

  static String write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be full of " + bytes.size() + " bytes", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads the text under a key.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static void read(JsonNode json, String key, Reading reading) {
    byte[] bytes = Base64.getDecoder().decode(json.required(key).asText());
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      reading.from(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("'" + key + "' cannot be read", e);
    }
  }
}
