package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.books.BookRecord;
import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What every bill may have to hear of. */
public sealed interface RatingNews {
  TypeInformation<RatingNews> TYPE = new CodecType<>(new Form());

  /** A book was published. */
  record Published(BookRecord book) implements RatingNews {}

  /** There is usage of a day in UTC, of whichever tenant. */
  record UsedOn(LocalDate day) implements RatingNews {}

  /** Either of them, behind a flag. */
  final class Form implements Codec<RatingNews> {
    private static final long serialVersionUID = 1L;

    private Form() {}

    @Override
    public Class<RatingNews> type() {
      return RatingNews.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RatingNews value, DataOutput out) throws IOException {
      if (value instanceof Published published) {
        out.writeBoolean(true);
        published.book().write(out);
      } else if (value instanceof UsedOn used) {
        out.writeBoolean(false);
        out.writeLong(used.day().toEpochDay());
      }
    }

    @Override
    public RatingNews read(DataInput in, int version) throws IOException {
      return in.readBoolean()
          ? new Published(BookRecord.read(in))
          : new UsedOn(LocalDate.ofEpochDay(in.readLong()));
    }
  }
}
