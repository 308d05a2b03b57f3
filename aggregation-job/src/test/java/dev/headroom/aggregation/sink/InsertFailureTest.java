package dev.headroom.aggregation.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.ConnectionInitiationException;
import com.clickhouse.client.api.ServerException;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsertFailureTest {
  @ParameterizedTest
  @CsvSource({
    "60,  404, true", // UNKNOWN_TABLE
    "516, 403, true", // AUTHENTICATION_FAILED
    "16,  404, true", // NO_SUCH_COLUMN_IN_TABLE
    "33,  400, false", // CANNOT_READ_ALL_DATA
    "252, 500, false", // TOO_MANY_PARTS
    "241, 500, false", // MEMORY_LIMIT_EXCEEDED
    "159, 500, false", // TIMEOUT_EXCEEDED
    "242, 500, false", // TABLE_IS_READ_ONLY
    "999, 500, false", // KEEPER_EXCEPTION
    "0,   503, false",
    "123456, 500, false"
  })
  void onlyWhatAPersonMustPutRightIsFinal(int code, int http, boolean isFinal) {
    Exception thrown =
        new ExecutionException(new ServerException(code, "first line\nstack", http, "query"));
    assertThat(InsertFailure.of(thrown)).isEqualTo(new InsertFailure(isFinal, "first line"));
  }

  @Test
  void aConnectionThatIsRefusedMayComeBack() {
    Exception thrown =
        new ConnectionInitiationException("no", new ConnectException("Connection refused"));
    assertThat(InsertFailure.of(thrown)).isEqualTo(new InsertFailure(false, "Connection refused"));
  }
}
