package dev.headroom.aggregation.books;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.pricing.PublishedBook;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A published price book, and where it was read.
 *
 * @param place of its record in Kafka
 */
public record BookRecord(KafkaPlace place, PublishedBook book) {
  public static final TypeInformation<BookRecord> TYPE = new CodecType<>(new Form());

  public void write(DataOutput out) throws IOException {
    place.write(out);
    Wire.writeText(book.id(), out);
    out.writeInt(book.version());
    Wire.writeText(book.text(), out);
  }

  public static BookRecord read(DataInput in) throws IOException {
    return new BookRecord(
        KafkaPlace.read(in), new PublishedBook(Wire.readText(in), in.readInt(), Wire.readText(in)));
  }

  private static final class Form implements Codec<BookRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<BookRecord> type() {
      return BookRecord.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(BookRecord value, DataOutput out) throws IOException {
      value.write(out);
    }

    @Override
    public BookRecord read(DataInput in, int version) throws IOException {
      return BookRecord.read(in);
    }
  }
}
