package dev.headroom.aggregation.sink;

import com.clickhouse.client.api.ClientMisconfigurationException;
import com.clickhouse.client.api.ServerException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed insert means. Final is only what a person must put right; everything else may pass
 * by itself, so that a failure nobody has thought of costs time and never a row.
 *
 * @param isFinal whether another try cannot help
 * @param message one line
 */
record InsertFailure(boolean isFinal, String message) {
  /** ClickHouse's ErrorCodes.cpp. */
  private static final Set<Integer> FINAL_CODES =
      Set.of(
          10, // NOT_FOUND_COLUMN_IN_BLOCK
          16, // NO_SUCH_COLUMN_IN_TABLE
          20, // NUMBER_OF_COLUMNS_DOESNT_MATCH
          27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
          36, // BAD_ARGUMENTS
          44, // ILLEGAL_COLUMN
          47, // UNKNOWN_IDENTIFIER
          48, // NOT_IMPLEMENTED
          50, // UNKNOWN_TYPE
          53, // TYPE_MISMATCH
          60, // UNKNOWN_TABLE
          62, // SYNTAX_ERROR
          73, // UNKNOWN_FORMAT
          80, // INCORRECT_QUERY
          81, // UNKNOWN_DATABASE
          115, // UNKNOWN_SETTING
          117, // INCORRECT_DATA
          131, // TOO_LARGE_STRING_SIZE
          164, // READONLY
          192, // UNKNOWN_USER
          193, // WRONG_PASSWORD
          194, // REQUIRED_PASSWORD
          195, // IP_ADDRESS_NOT_ALLOWED
          291, // DATABASE_ACCESS_DENIED
          497, // ACCESS_DENIED
          516); // AUTHENTICATION_FAILED

  static InsertFailure of(Throwable thrown) {
    Throwable cause =
        thrown instanceof ExecutionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ServerException server) {
        return new InsertFailure(FINAL_CODES.contains(server.getCode()), line(server));
      }
      if (t instanceof ClientMisconfigurationException) {
        return new InsertFailure(true, line(t));
      }
    }
    return new InsertFailure(false, line(root(cause)));
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable next = root.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    return root;
  }

  private static String line(Throwable thrown) {
    @Nullable String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
