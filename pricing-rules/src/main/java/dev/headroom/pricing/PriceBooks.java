package dev.headroom.pricing;

import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Price books that belong together.
 *
 * @param byId in the order of the files
 */
public record PriceBooks(Map<String, PriceBook> byId) {
  private static final String CATALOGUE = "/dev/headroom/pricing/catalog/";
  private static final List<String> CATALOGUE_FILES =
      List.of("on-prem.yaml", "byoc.yaml", "fully-managed.yaml", "serverless.yaml");
  private static final List<String> VENDOR_FILES =
      List.of(
          "aws-aurora-provisioned.yaml",
          "aws-aurora-provisioned-io-optimized.yaml",
          "aws-aurora-serverless-v1.yaml",
          "aws-aurora-serverless-v2.yaml",
          "aws-aurora-serverless-v2-io-optimized.yaml",
          "aws-dynamodb-on-demand.yaml",
          "aws-dynamodb-provisioned.yaml",
          "aws-lambda.yaml",
          "aws-redshift-provisioned.yaml",
          "aws-redshift-serverless.yaml",
          "aws-s3.yaml",
          "azure-sql-serverless.yaml",
          "bigquery-editions.yaml",
          "bigquery-on-demand.yaml",
          "clickhouse-cloud.yaml",
          "confluent-basic.yaml",
          "confluent-dedicated.yaml",
          "confluent-standard.yaml",
          "databricks-classic.yaml",
          "databricks-sql-serverless.yaml",
          "mongodb-atlas-flex.yaml",
          "mongodb-atlas-serverless.yaml",
          "mysql.yaml",
          "neon-launch.yaml",
          "neon-scale.yaml",
          "planetscale-scaler.yaml",
          "postgresql-support.yaml",
          "redpanda-byoc.yaml",
          "redpanda-dedicated.yaml",
          "redpanda-serverless.yaml",
          "risingwave-byoc.yaml",
          "risingwave-cloud.yaml",
          "risingwave-developer.yaml",
          "risingwave-premium.yaml",
          "snowflake.yaml",
          "streamnative-byoc.yaml",
          "streamnative-dedicated.yaml",
          "streamnative-serverless.yaml",
          "upstash-kafka.yaml",
          "upstash-kafka-pro.yaml");

  public PriceBooks {
    byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
  }

  /**
   * Reads and checks price books.
   *
   * @param texts by the name of their file
   * @param meters unit of each known meter by its name
   * @throws InvalidInputException with every problem of every file
   */
  public static PriceBooks parse(Map<String, String> texts, Map<String, String> meters) {
    return parse(texts, meters, Map.of());
  }

  /**
   * As the other, and no line may begin anew within a window of its meter.
   *
   * @param windows length of the windows of each meter, as far as known, by its name
   */
  public static PriceBooks parse(
      Map<String, String> texts, Map<String, String> meters, Map<String, WindowLength> windows) {
    Map<String, PriceBook> books = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    texts.forEach(
        (file, text) -> {
          try {
            PriceBook book = PriceBook.parse(file, text, meters, windows);
            if (books.putIfAbsent(book.id(), book) != null) {
              problems.add(
                  new Problem(file, 1, 1, "price book '" + book.id() + "' is given twice"));
            }
          } catch (InvalidInputException e) {
            problems.addAll(e.problems());
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new PriceBooks(books);
  }

  /** As {@link #parse}, but only tells what is wrong; empty if nothing is. */
  public static List<Problem> check(
      Map<String, String> texts, Map<String, String> meters, Map<String, WindowLength> windows) {
    try {
      parse(texts, meters, windows);
      return List.of();
    } catch (InvalidInputException e) {
      return e.problems();
    }
  }

  /** The texts of the shipped books, one for each way of selling, by the name of their file. */
  public static Map<String, String> catalogue() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : CATALOGUE_FILES) {
      texts.put(file, resource(CATALOGUE + file));
    }
    return texts;
  }

  /**
   * The texts of the shipped books that follow published price lists, by the name of their file.
   * They price the shipped meters as far as there is a sensible way, beside meters of the vendor's
   * own; what a book takes for the vendor's unit stands in its source.
   */
  public static Map<String, String> vendors() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : VENDOR_FILES) {
      texts.put("vendors/" + file, resource(CATALOGUE + "vendors/" + file));
    }
    return texts;
  }

  private static String resource(String path) {
    try (InputStream in = PriceBooks.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no " + path + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
