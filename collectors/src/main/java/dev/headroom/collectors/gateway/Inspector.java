package dev.headroom.collectors.gateway;

import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.OtlpRequest;
import dev.headroom.usage.otlp.RequestInspection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Inspects requests with the layouts of earlier ones, for as many threads at once as there are
 * processors; a further thread does without what was learnt.
 */
final class Inspector {
  /** Of the messages whose layouts are kept; so those of a processor take up to 16 MiB. */
  private static final int MOST_BYTES = 32 << 10;

  private final BlockingQueue<Layouts> learnt;

  Inspector() {
    int processors = Runtime.getRuntime().availableProcessors();
    learnt = new ArrayBlockingQueue<>(processors);
    for (int i = 0; i < processors; i++) {
      learnt.add(new Layouts(MOST_BYTES));
    }
  }

  RequestInspection inspect(byte[] request) throws MalformedOtlpException {
    Layouts layouts = learnt.poll();
    if (layouts == null) {
      return OtlpRequest.inspect(request, 0, request.length, new Layouts(0));
    }
    try {
      return OtlpRequest.inspect(request, 0, request.length, layouts);
    } finally {
      learnt.add(layouts);
    }
  }
}
