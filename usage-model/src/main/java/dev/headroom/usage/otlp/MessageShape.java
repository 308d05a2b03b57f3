package dev.headroom.usage.otlp;

/**
 * The messages of OTLP metrics, as far as their structure goes: what a field of a known number must
 * look like. Source: opentelemetry-proto 1.11.0, {@code metrics.proto}, {@code common.proto},
 * {@code resource.proto}.
 */
// The tables are filled once, in the static initialiser: messages refer to each other in circles.
@SuppressWarnings("ImmutableEnumChecker")
enum MessageShape {
  ANY_VALUE("t1 v2 v3 d4 m5=ARRAY m6=LIST b7 v8", 1, 2, 3, 4, 5, 6, 7, 8),
  ARRAY("r1=ANY_VALUE"),
  LIST("r1=KEY_VALUE"),
  KEY_VALUE("t1 m2=ANY_VALUE v3"),
  ENTITY_REF("t1 t2 t3 t4"),
  RESOURCE("r1=KEY_VALUE v2 r3=ENTITY_REF"),
  SCOPE("t1 t2 r3=KEY_VALUE v4"),
  EXEMPLAR("r7=KEY_VALUE d2 d3 d6 b4 b5", 3, 6),
  NUMBER_POINT("r7=KEY_VALUE d2 d3 d4 d6 r5=EXEMPLAR v8", 4, 6),
  HISTOGRAM_POINT("r9=KEY_VALUE d2 d3 d4 d5 D6 D7 r8=EXEMPLAR v10 d11 d12"),
  BUCKETS("v1 V2"),
  EXPONENTIAL_POINT(
      "r1=KEY_VALUE d2 d3 d4 d5 v6 d7 m8=BUCKETS m9=BUCKETS v10 r11=EXEMPLAR d12 d13 d14"),
  QUANTILE("d1 d2"),
  SUMMARY_POINT("r7=KEY_VALUE d2 d3 d4 d5 r6=QUANTILE v8"),
  GAUGE("r1=NUMBER_POINT"),
  SUM("r1=NUMBER_POINT v2 v3"),
  HISTOGRAM("r1=HISTOGRAM_POINT v2"),
  EXPONENTIAL_HISTOGRAM("r1=EXPONENTIAL_POINT v2"),
  SUMMARY("r1=SUMMARY_POINT"),
  METRIC(
      "t1 t2 t3 m5=GAUGE m7=SUM m9=HISTOGRAM m10=EXPONENTIAL_HISTOGRAM m11=SUMMARY r12=KEY_VALUE",
      5,
      7,
      9,
      10,
      11),
  SCOPE_METRICS("m1=SCOPE r2=METRIC t3"),
  RESOURCE_METRICS("m1=RESOURCE r2=SCOPE_METRICS t3"),
  REQUEST("r1=RESOURCE_METRICS");

  private static final int FIELDS = 16;

  static {
    for (MessageShape shape : values()) {
      shape.read();
    }
  }

  private final String fields;
  private final int alternatives;
  private final char[] kinds = new char[FIELDS];
  private final MessageShape[] inner = new MessageShape[FIELDS];

  /**
   * @param fields by number: t text, v varint, d 8 bytes, b bytes, m one message, r repeated
   *     message, V and D numbers that may be packed
   * @param alternatives the fields of which at most one may be set
   */
  MessageShape(String fields, int... alternatives) {
    this.fields = fields;
    int mask = 0;
    for (int field : alternatives) {
      mask |= 1 << field;
    }
    this.alternatives = mask;
  }

  private void read() {
    for (String field : fields.split(" ", -1)) {
      int equals = field.indexOf('=');
      int number = Integer.parseInt(field.substring(1, equals < 0 ? field.length() : equals));
      kinds[number] = field.charAt(0);
      inner[number] = equals < 0 ? this : valueOf(field.substring(equals + 1));
    }
  }

  /** What the field looks like; 0 if the number is not known. */
  char kind(int field) {
    return field < FIELDS ? kinds[field] : 0;
  }

  /** The message a field holds. */
  MessageShape inner(int field) {
    return inner[field];
  }

  /** The fields, as bits, that may not be set any more once this one is. */
  int excludedBy(int field) {
    if ((alternatives & (1 << field)) != 0) {
      return alternatives;
    }
    return kinds[field] == 'm' ? 1 << field : 0;
  }

  boolean isPoint() {
    return switch (this) {
      case NUMBER_POINT, HISTOGRAM_POINT, EXPONENTIAL_POINT, SUMMARY_POINT -> true;
      default -> false;
    };
  }
}
