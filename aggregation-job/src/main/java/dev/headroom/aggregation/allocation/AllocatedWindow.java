package dev.headroom.aggregation.allocation;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.usage.allocation.SharedWindow;
import dev.headroom.usage.allocation.Split;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * State of what tenants share in one window.
 *
 * @param revision of the rows that were last sent; 0 before the first
 */
record AllocatedWindow(SharedWindow window, long revision) {
  static final TypeInformation<AllocatedWindow> TYPE = new CodecType<>(new Form());

  private static final class Form implements Codec<AllocatedWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<AllocatedWindow> type() {
      return AllocatedWindow.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(AllocatedWindow value, DataOutput out) throws IOException {
      SharedWire.write(value.window.usage(), out);
      out.writeInt(value.window.told().size());
      for (Map.Entry<String, Split> told : value.window.told().entrySet()) {
        Wire.writeText(told.getKey(), out);
        SharedWire.write(told.getValue(), out);
      }
      out.writeLong(value.revision);
    }

    @Override
    public AllocatedWindow read(DataInput in, int version) throws IOException {
      var usage = SharedWire.readUsage(in);
      SortedMap<String, Split> told = new TreeMap<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        told.put(Wire.readText(in), SharedWire.readSplit(in));
      }
      return new AllocatedWindow(new SharedWindow(usage, told), in.readLong());
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public AllocatedWindow copy(AllocatedWindow value) {
      SharedWindow window = value.window;
      return new AllocatedWindow(new SharedWindow(window.usage(), window.told()), value.revision);
    }
  }
}
