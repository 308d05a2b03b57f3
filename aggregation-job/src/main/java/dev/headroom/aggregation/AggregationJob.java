package dev.headroom.aggregation;

import dev.headroom.aggregation.allocation.AllocationDelta;
import dev.headroom.aggregation.allocation.AllocationKey;
import dev.headroom.aggregation.allocation.Allocator;
import dev.headroom.aggregation.books.BookReader;
import dev.headroom.aggregation.books.BookRecord;
import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.decisions.DecisionReader;
import dev.headroom.aggregation.intake.DirectTopics;
import dev.headroom.aggregation.intake.RawRecord;
import dev.headroom.aggregation.intake.RawRecordReader;
import dev.headroom.aggregation.intake.RecordCut;
import dev.headroom.aggregation.intake.ResourceKey;
import dev.headroom.aggregation.intake.Slice;
import dev.headroom.aggregation.invoices.InvoiceReader;
import dev.headroom.aggregation.ledger.RecordLedger;
import dev.headroom.aggregation.ledger.RecordPartition;
import dev.headroom.aggregation.ledger.RecordReport;
import dev.headroom.aggregation.limits.LimitDecision;
import dev.headroom.aggregation.limits.LimitRecords;
import dev.headroom.aggregation.metering.SliceMeter;
import dev.headroom.aggregation.rating.Adjuster;
import dev.headroom.aggregation.rating.BillKey;
import dev.headroom.aggregation.rating.Biller;
import dev.headroom.aggregation.rating.FinalInvoice;
import dev.headroom.aggregation.rating.RatedBill;
import dev.headroom.aggregation.rating.RatingNews;
import dev.headroom.aggregation.rating.TenantKey;
import dev.headroom.aggregation.rating.UsageDays;
import dev.headroom.aggregation.rows.AllocationRow;
import dev.headroom.aggregation.rows.LedgerRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.aggregation.rows.UsageRow;
import dev.headroom.aggregation.sink.ClickHouseSink;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.aggregation.totals.UsageDelta;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.aggregation.totals.UsageTotal;
import dev.headroom.aggregation.totals.UsageTotals;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology.
 *
 * <pre>
 *  usage.otlp ─► cut ─(resource)─► meter ─(quantity)─► usage totals ─┬───────────────► rows ─┐
 *                 │                  │                               ├─(day)──►┐             │
 *                 │                  │                               └─(bill)─► rating ──────┤
 *                 │                  ├─(shared)─► allocation ─► usage totals, rows ──────────┤
 *                 │                  ├─(record)─► ledger ────────────────────────────────────┼─► ClickHouse
 *                 └──────────────────┴─► quarantine ─────────────────────────────────────────┤
 *  usage.price-books ─► books ─► rating    usage.invoices ─► adjustments ─────────────────────┤
 *  usage.decisions ─► decisions ─────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Requests are moved, not points: a record is cut into the byte ranges of its resources, which
 * are shuffled whole and decoded where their state is. There is no watermark: every resource has
 * its own clock, totals are absolute and revised, so one late collector delays nobody.
 */
public final class AggregationJob {
  public static final String NAME = "headroom-aggregation";

  private final AggregationJobConfig config;
  private final FlushTimer flush;
  private final DirectTopics topics;

  private AggregationJob(AggregationJobConfig config) {
    this.config = config;
    this.flush = FlushTimer.every(config.flush());
    Set<String> tenants = config.prices().parse().tenants().timeZones().keySet();
    this.topics = new DirectTopics(config.kafka(), tenants);
  }

  /** Adds the whole job to an environment, which has {@link FlinkOptions} set already. */
  public static void build(StreamExecutionEnvironment environment, AggregationJobConfig config) {
    new AggregationJob(config).build(environment);
  }

  private void build(StreamExecutionEnvironment environment) {
    SingleOutputStreamOperator<Slice> slices = slices(environment);
    SingleOutputStreamOperator<UsageDelta> deltas = meter(slices);
    SingleOutputStreamOperator<UsageDelta> allocated = allocate(deltas);
    SingleOutputStreamOperator<UsageTotal> totals = total(deltas.union(allocated));
    SingleOutputStreamOperator<BookRecord> books = books(environment);
    SingleOutputStreamOperator<TableRow> charges = charges(totals, books);
    announce(charges.getSideOutput(LimitDecision.OUTPUT));
    SingleOutputStreamOperator<FinalInvoice> invoices = invoices(environment);
    SingleOutputStreamOperator<TableRow> adjustments = adjustments(charges, invoices);
    SingleOutputStreamOperator<TableRow> decisions = decisions(environment);
    DataStream<TableRow> usage =
        totals.map(UsageRow::of, TableRow.TYPE).name("usage rows").uid("usage-rows");
    usage
        .union(
            charges,
            charges.getSideOutput(QuarantineRow.OUTPUT),
            books.getSideOutput(QuarantineRow.OUTPUT),
            invoices.getSideOutput(QuarantineRow.OUTPUT),
            adjustments,
            adjustments.getSideOutput(QuarantineRow.OUTPUT),
            ledger(deltas),
            allocated.getSideOutput(AllocationRow.OUTPUT),
            slices.getSideOutput(LedgerRow.OUTPUT),
            deltas.getSideOutput(LedgerRow.OUTPUT),
            slices.getSideOutput(QuarantineRow.OUTPUT),
            deltas.getSideOutput(QuarantineRow.OUTPUT),
            decisions,
            decisions.getSideOutput(QuarantineRow.OUTPUT))
        .sinkTo(new ClickHouseSink(config.clickhouse()))
        .name("ClickHouse")
        .uid("clickhouse");
  }

  private SingleOutputStreamOperator<Slice> slices(StreamExecutionEnvironment environment) {
    return environment
        .fromSource(
            reading(config.kafka().usageTopics()).build(),
            WatermarkStrategy.noWatermarks(),
            "usage")
        .uid("usage-source")
        .process(new RecordCut(topics), Slice.TYPE)
        .name("cut")
        .uid("cut");
  }

  private KafkaSource<RawRecord> source(String topic) {
    return reading(List.of(topic)).build();
  }

  private KafkaSourceBuilder<RawRecord> reading(List<String> topics) {
    KafkaSettings kafka = config.kafka();
    KafkaSourceBuilder<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setGroupId(kafka.groupId())
            .setTopics(topics)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new RawRecordReader(kafka.directTopics()));
    kafka.properties().forEach(source::setProperty);
    return source;
  }

  private SingleOutputStreamOperator<UsageDelta> meter(DataStream<Slice> slices) {
    return slices
        .keyBy(Slice::key, ResourceKey.TYPE)
        .transform(
            "meter",
            UsageDelta.TYPE,
            new SliceMeter(config.prices(), topics, config.metering(), flush))
        .uid("meter");
  }

  private SingleOutputStreamOperator<UsageDelta> allocate(
      SingleOutputStreamOperator<UsageDelta> deltas) {
    return deltas
        .getSideOutput(AllocationDelta.OUTPUT)
        .keyBy(AllocationDelta::key, AllocationKey.TYPE)
        .process(new Allocator(config.prices().meters(), flush), UsageDelta.TYPE)
        .name("allocation")
        .uid("allocation");
  }

  private SingleOutputStreamOperator<UsageTotal> total(DataStream<UsageDelta> deltas) {
    return deltas
        .keyBy(UsageDelta::key, UsageKey.TYPE)
        .process(new UsageTotals(config.prices(), flush), UsageTotal.TYPE)
        .name("usage totals")
        .uid("usage-totals");
  }

  private SingleOutputStreamOperator<BookRecord> books(StreamExecutionEnvironment environment) {
    return environment
        .fromSource(
            // They come in transactions: several together, or none of them.
            reading(List.of(config.kafka().priceBooksTopic()))
                .setProperty("isolation.level", "read_committed")
                .build(),
            WatermarkStrategy.noWatermarks(),
            "price books")
        .uid("price-books-source")
        .process(new BookReader(), BookRecord.TYPE)
        .name("published price books")
        .uid("published-price-books");
  }

  private SingleOutputStreamOperator<TableRow> charges(
      DataStream<UsageTotal> totals, DataStream<BookRecord> books) {
    DataStream<RatingNews> days =
        totals.flatMap(new UsageDays(), RatingNews.TYPE).name("days").uid("usage-days");
    DataStream<RatingNews> published =
        books
            .map(RatingNews.Published::new, RatingNews.TYPE)
            .name("books to rate by")
            .uid("books-to-rate-by");
    return totals
        .keyBy(BillKey::of, BillKey.TYPE)
        .connect(days.union(published).broadcast())
        .transform("rating", TableRow.TYPE, new Biller(config.prices(), flush))
        .uid("rating");
  }

  /**
   * A decision that is told twice has the same id, so there is no need to wait for a checkpoint.
   */
  private void announce(DataStream<LimitDecision> decisions) {
    KafkaSettings kafka = config.kafka();
    KafkaSinkBuilder<LimitDecision> sink =
        KafkaSink.<LimitDecision>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setRecordSerializer(new LimitRecords(kafka.decisionsTopic()));
    kafka.properties().forEach(sink::setProperty);
    decisions.sinkTo(sink.build()).name("limit decisions").uid("limit-decisions");
  }

  private SingleOutputStreamOperator<FinalInvoice> invoices(
      StreamExecutionEnvironment environment) {
    return environment
        .fromSource(
            source(config.kafka().invoicesTopic()), WatermarkStrategy.noWatermarks(), "invoices")
        .uid("invoices-source")
        .process(new InvoiceReader(), FinalInvoice.TYPE)
        .name("finalised invoices")
        .uid("finalised-invoices");
  }

  private SingleOutputStreamOperator<TableRow> adjustments(
      SingleOutputStreamOperator<TableRow> charges, DataStream<FinalInvoice> invoices) {
    return charges
        .getSideOutput(RatedBill.OUTPUT)
        .connect(invoices)
        .keyBy(TenantKey::of, TenantKey::of, TenantKey.TYPE)
        .process(new Adjuster(config.prices()), TableRow.TYPE)
        .name("adjustments")
        .uid("adjustments");
  }

  private DataStream<TableRow> ledger(SingleOutputStreamOperator<UsageDelta> deltas) {
    RecordPartition record = new RecordPartition();
    return deltas
        .getSideOutput(RecordReport.OUTPUT)
        .partitionCustom(record, record)
        .process(new RecordLedger(), TableRow.TYPE)
        .name("ledger")
        .uid("ledger");
  }

  private SingleOutputStreamOperator<TableRow> decisions(StreamExecutionEnvironment environment) {
    return environment
        .fromSource(
            source(config.kafka().decisionsTopic()), WatermarkStrategy.noWatermarks(), "decisions")
        .uid("decisions-source")
        .process(new DecisionReader(), TableRow.TYPE)
        .name("decision rows")
        .uid("decision-rows");
  }
}
