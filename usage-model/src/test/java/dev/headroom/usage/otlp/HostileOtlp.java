package dev.headroom.usage.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Valid requests of some 100 KB, each nearly all of one thing that is much work for its length. */
enum HostileOtlp {
  EMPTY_RESOURCES {
    @Override
    byte[] bytes() {
      return Messages.request(many(50_000, i -> ResourceMetrics.getDefaultInstance()))
          .toByteArray();
    }
  },
  EMPTY_SCOPES {
    @Override
    byte[] bytes() {
      ResourceMetrics.Builder resource = ResourceMetrics.newBuilder();
      resource.addAllScopeMetrics(Collections.nCopies(50_000, ScopeMetrics.getDefaultInstance()));
      return Messages.request(resource.build()).toByteArray();
    }
  },
  EMPTY_METRICS {
    @Override
    byte[] bytes() {
      return metrics(Collections.nCopies(50_000, Metric.getDefaultInstance()));
    }
  },
  EMPTY_GAUGES {
    @Override
    byte[] bytes() {
      return metrics(
          Collections.nCopies(10_000, Messages.gauge("gauge", "By", new NumberDataPoint[0])));
    }
  },
  EMPTY_POINTS {
    @Override
    byte[] bytes() {
      return gauge(Collections.nCopies(50_000, NumberDataPoint.getDefaultInstance()));
    }
  },
  POINTS_WITH_A_TIME {
    @Override
    byte[] bytes() {
      return gauge(
          IntStream.range(1, 10_000)
              .mapToObj(i -> NumberDataPoint.newBuilder().setTimeUnixNano(i).setAsInt(i).build())
              .toList());
    }
  },
  POINTS_WITHOUT_A_VALUE {
    @Override
    byte[] bytes() {
      NumberDataPoint point = NumberDataPoint.newBuilder().setTimeUnixNano(5).build();
      return gauge(Collections.nCopies(10_000, point));
    }
  },
  ONE_POINT_EACH_SERIES {
    @Override
    byte[] bytes() {
      return gauge(
          IntStream.range(1, 5_000)
              .mapToObj(i -> Messages.point(5, i, Messages.text("k", Integer.toString(i))))
              .toList());
    }
  },
  DIFFERENT_METRICS {
    @Override
    byte[] bytes() {
      return metrics(
          IntStream.range(0, 10_000)
              .mapToObj(i -> Messages.gauge("gauge", "x" + i, Messages.point(5, 6)))
              .toList());
    }
  },
  COUNTERS_THAT_FALL {
    @Override
    byte[] bytes() {
      NumberDataPoint[] points = new NumberDataPoint[5_000];
      for (int i = 0; i < points.length; i++) {
        points[i] = Messages.point(5 + i, points.length - i);
      }
      return metrics(
          List.of(
              Messages.sum(
                  "sum", AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE, true, points)));
    }
  },
  MANY_ATTRIBUTES {
    @Override
    byte[] bytes() {
      KeyValue[] attributes = new KeyValue[20_000];
      Arrays.fill(attributes, Messages.text("k", "v"));
      return gauge(List.of(Messages.point(5, 6, attributes)));
    }
  },
  TENANTS_WITHOUT_END {
    @Override
    byte[] bytes() {
      return Messages.request(
              Messages.resource(
                  IntStream.range(0, 5_000)
                      .mapToObj(i -> Messages.text("tenant.id", "t" + i))
                      .toList()))
          .toByteArray();
    }
  },
  CONTROL_CHARACTERS {
    @Override
    byte[] bytes() {
      return ofAttribute(AnyValue.newBuilder().setStringValue("\0".repeat(100_000)).build());
    }
  },
  A_LIST_OF_CONTROL_CHARACTERS {
    @Override
    byte[] bytes() {
      AnyValue text = AnyValue.newBuilder().setStringValue("\0".repeat(100_000)).build();
      return ofAttribute(nested(text, 1));
    }
  },
  A_TEXT_DEEP_IN_LISTS {
    @Override
    byte[] bytes() {
      AnyValue text = AnyValue.newBuilder().setStringValue("x".repeat(100_000)).build();
      return ofAttribute(nested(text, 40));
    }
  },
  A_TEXT_DEEP_IN_MAPS {
    @Override
    byte[] bytes() {
      AnyValue value = AnyValue.newBuilder().setStringValue("x".repeat(100_000)).build();
      for (int i = 0; i < 20; i++) {
        KeyValueList map =
            KeyValueList.newBuilder().addValues(Messages.keyValue("k", value)).build();
        value = AnyValue.newBuilder().setKvlistValue(map).build();
      }
      return ofAttribute(value);
    }
  },
  A_LIST_OF_NOTHING {
    @Override
    byte[] bytes() {
      ArrayValue nothing =
          ArrayValue.newBuilder()
              .addAllValues(Collections.nCopies(50_000, AnyValue.getDefaultInstance()))
              .build();
      return ofAttribute(AnyValue.newBuilder().setArrayValue(nothing).build());
    }
  };

  abstract byte[] bytes();

  private static ResourceMetrics[] many(int number, IntFunction<ResourceMetrics> one) {
    List<ResourceMetrics> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(one.apply(i));
    }
    return all.toArray(new ResourceMetrics[0]);
  }

  private static byte[] metrics(List<Metric> metrics) {
    return Messages.request(Messages.resource(List.of(), metrics.toArray(new Metric[0])))
        .toByteArray();
  }

  private static byte[] gauge(List<NumberDataPoint> points) {
    return metrics(List.of(Messages.gauge("gauge", "By", points.toArray(new NumberDataPoint[0]))));
  }

  /** On a point, where a meter asks for it as a dimension and as what to count. */
  private static byte[] ofAttribute(AnyValue value) {
    return gauge(List.of(Messages.point(5, 6, Messages.keyValue("k", value))));
  }

  private static AnyValue nested(AnyValue inner, int depth) {
    AnyValue value = inner;
    for (int i = 0; i < depth; i++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    return value;
  }
}
