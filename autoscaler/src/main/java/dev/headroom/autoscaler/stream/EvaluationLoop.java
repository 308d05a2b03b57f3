package dev.headroom.autoscaler.stream;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.DecisionJson;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.engine.Engine;
import dev.headroom.autoscaler.engine.Evaluation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read, decide, remember, act, record: again and again, in one thread. */
final class EvaluationLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PAUSE_MILLIS = 1000;
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);

  private final AutoscalerConfig config;
  private final ClusterManager cluster;
  private final Leadership leadership;
  private final Clock clock = Clock.systemUTC();
  private final Engine engine;
  private final Memory memory;
  private final Actor actor;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, String> producer;
  private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
  private final Map<WorkloadId, Integer> wanted = new ConcurrentHashMap<>();
  private final AtomicLong decisions = new AtomicLong();
  private final Set<Integer> seen = new HashSet<>();
  private final Set<String> decidedOn = new HashSet<>();
  private @Nullable ClusterState known;
  private List<Decision> unfinished = List.of();
  private long committedNanos = System.nanoTime();
  private volatile boolean stopping;

  private EvaluationLoop(
      AutoscalerConfig config,
      ClusterManager cluster,
      Leadership leadership,
      KafkaClients clients) {
    this.config = config;
    this.cluster = cluster;
    this.leadership = leadership;
    this.engine = new Engine(config);
    this.memory = new Memory(config.memory());
    this.actor = new Actor(cluster, config.mode());
    this.consumer = clients.consumer();
    this.producer = clients.producer();
  }

  /** Connects, and takes up where the memory file says. */
  static EvaluationLoop open(
      AutoscalerConfig config, ClusterManager cluster, Leadership leadership) {
    KafkaClients clients = new KafkaClients(config.kafka());
    int partitions = clients.usagePartitions();
    EvaluationLoop loop;
    try {
      loop = new EvaluationLoop(config, cluster, leadership, clients);
    } catch (KafkaException e) {
      throw new AutoscalerException("a Kafka client cannot be made: " + e.getMessage(), e);
    }
    try {
      loop.takeUp(partitions);
      return loop;
    } catch (IOException e) {
      loop.close();
      throw new AutoscalerException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  private void takeUp(int partitions) throws IOException {
    List<TopicPartition> assigned = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      assigned.add(new TopicPartition(config.kafka().usageTopic(), partition));
    }
    consumer.assign(assigned);
    Map<Integer, Long> offsets = new HashMap<>();
    memory
        .recall(engine)
        .ifPresent(
            recalled -> {
              offsets.putAll(recalled.offsets());
              unfinished = recalled.unfinished();
            });
    for (TopicPartition partition : assigned) {
      Long offset = offsets.get(partition.partition());
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
  }

  void stop() {
    stopping = true;
  }

  /** What usage of now has come to; empty before it has. */
  OptionalInt wanted(WorkloadId workload) {
    Integer replicas = wanted.get(workload);
    return replicas == null ? OptionalInt.empty() : OptionalInt.of(replicas);
  }

  long decisions() {
    return decisions.get();
  }

  CompletableFuture<Void> caughtUp() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    waiting.add(future);
    return future;
  }

  void run() throws InterruptedException, IOException {
    finish(unfinished);
    while (!stopping) {
      requireLead();
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        observe(record);
      }
      int asked = waiting.size();
      if (asked == 0 && engine.due(Set.of()).isEmpty()) {
        continue;
      }
      known = null;
      Set<Integer> lagging = lagging();
      for (Evaluation evaluation : engine.due(lagging)) {
        if (!stopping) {
          evaluate(evaluation);
        }
      }
      if (lagging.isEmpty() && !stopping) {
        answer(asked);
      }
      commit();
    }
    // Nothing is unfinished: what somebody changes from now on is not changed back at the start.
    memory.write(engine, offsets(), List.of());
  }

  /** Whoever does not lead any more must neither act nor write: another one does. */
  private void requireLead() {
    if (!leadership.isHeld()) {
      throw new AutoscalerException("the lease was lost, and another instance may act now");
    }
  }

  private void answer(int asked) {
    for (int i = 0; i < asked; i++) {
      CompletableFuture<Void> first = waiting.poll();
      if (first != null) {
        first.complete(null);
      }
    }
  }

  private void observe(ConsumerRecord<String, byte[]> record) {
    seen.add(record.partition());
    if (record.key() != null && record.value() != null) {
      engine.observe(
          record.partition(),
          record.offset(),
          record.key(),
          record.value(),
          Instant.ofEpochMilli(record.timestamp()));
    }
  }

  /** Partitions that hold records which were not read yet, as of now. */
  private Set<Integer> lagging() throws InterruptedException {
    while (!stopping) {
      try {
        Set<Integer> lagging = new HashSet<>();
        for (Map.Entry<TopicPartition, Long> end :
            consumer.endOffsets(consumer.assignment()).entrySet()) {
          if (consumer.position(end.getKey()) < end.getValue()) {
            lagging.add(end.getKey().partition());
          }
        }
        return lagging;
      } catch (RetriableException e) {
        LOG.warn("Kafka does not answer ({}), trying again", e.getMessage());
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return Set.of();
  }

  private void evaluate(Evaluation evaluation) throws InterruptedException, IOException {
    ClusterState state = stateFor(evaluation.pool());
    if (state == null) {
      return;
    }
    boolean late = evaluation.appended().plus(config.staleAfter()).isBefore(clock.instant());
    boolean acting = config.mode() == Mode.ACT && !late;
    List<Decision> decided = engine.evaluate(evaluation, state, acting);
    if (late) {
      decided = decided.stream().map(d -> d.changes() ? d.tooLate(late(evaluation)) : d).toList();
    } else {
      wanted.putAll(engine.wanted(evaluation.pool()));
    }
    if (!decided.isEmpty()) {
      requireLead();
      memory.write(engine, offsets(), decided);
      finish(decided);
    }
  }

  private String late(Evaluation evaluation) {
    return "it was decided from usage that had arrived at %s, and what is older than %d s is of the past"
        .formatted(
            evaluation.appended().truncatedTo(ChronoUnit.SECONDS), config.staleAfter().toSeconds());
  }

  /** Asked for once for all pools that are due together: none of them changes another one. */
  private @Nullable ClusterState stateFor(String pool) throws InterruptedException {
    if (known == null || decidedOn.contains(pool)) {
      known = state();
      decidedOn.clear();
    }
    decidedOn.add(pool);
    return known;
  }

  /** Null when it is to stop, or must, before the cluster manager has answered. */
  private @Nullable ClusterState state() throws InterruptedException {
    while (!stopping && leadership.isHeld()) {
      try {
        return cluster.state();
      } catch (ClusterException e) {
        LOG.warn("the cluster's state is not known, nothing is decided: {}", e.getMessage());
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return null;
  }

  private Map<Integer, Long> offsets() {
    Map<Integer, Long> offsets = new HashMap<>(engine.rewindTo());
    for (TopicPartition partition : consumer.assignment()) {
      if (!offsets.containsKey(partition.partition()) && seen.contains(partition.partition())) {
        offsets.put(partition.partition(), consumer.position(partition));
      }
    }
    return offsets;
  }

  private void finish(List<Decision> decided) throws InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    List<Decision> done = actor.carryOut(decided);
    requireLead();
    for (Decision decision : done) {
      engine.completed(decision);
      LOG.info("{} {}", decision.time(), decision.sentence());
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  config.kafka().decisionsTopic(),
                  decision.subject().key(),
                  DecisionJson.write(decision))));
    }
    producer.flush();
    for (Future<?> acknowledged : sent) {
      try {
        acknowledged.get();
      } catch (ExecutionException e) {
        throw new AutoscalerException("a decision cannot be recorded: " + e.getMessage(), e);
      }
    }
    decisions.addAndGet(sent.size());
  }

  /** For monitoring only. */
  private void commit() {
    if (System.nanoTime() - committedNanos < COMMIT_EVERY.toNanos()) {
      return;
    }
    committedNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      if (seen.contains(partition.partition())) {
        positions.put(partition, new OffsetAndMetadata(consumer.position(partition)));
      }
    }
    consumer.commitAsync(
        positions,
        (offsets, error) -> {
          if (error != null) {
            LOG.warn("the position was not committed: {}", error.getMessage());
          }
        });
  }

  @Override
  public void close() {
    actor.close();
    consumer.close();
    producer.close(Duration.ofSeconds(5));
  }
}
