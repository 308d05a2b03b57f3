package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.collectors.node.CounterTable.Device;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel writes, and what is understood of it. */
class KernelTextTest {
  @Test
  void readsAProcessWhoseNameHoldsParenthesesAndSpaces() {
    String text =
        "4711 (a) b (c)) S 1 4711 4711 0 -1 4194560 10 0 0 0 250 50 7 8 20 0 4 0 987654 1 2 3\n";
    assertThat(ProcessStat.parse(text)).contains(new ProcessStat(4711, "a) b (c)", 300, 987_654));
  }

  @Test
  void takesAProcessThatEndsWhileItIsReadForGone() {
    assertThat(ProcessStat.parse("")).isEmpty();
    assertThat(ProcessStat.parse("4711 (java) S 1 4711")).isEmpty();
    assertThat(ProcessStat.parse("4711 (jav")).isEmpty();
  }

  @Test
  void readsNumbersByKey() {
    assertThat(KeyedNumbers.parse("usage_usec 1500\nuser_usec 900\n\nnr_periods x\n"))
        .containsEntry("usage_usec", 1500L)
        .containsEntry("user_usec", 900L)
        .hasSize(2);
    assertThat(KeyedNumbers.parse("Name:\tjava\nUid:\t1000\t1001\t0\t0\nVmRSS:\t    4096 kB\n"))
        .containsEntry("Uid", 1000L)
        .containsEntry("VmRSS", 4096L);
  }

  @Test
  void readsInterfacesWithoutTheLoopback() {
    String text =
        """
        Inter-|   Receive                    |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
            lo: 500 5 0 0 0 0 0 0 500 5 0 0 0 0 0 0
          eth0:1234 9 0 0 0 0 0 0 77 3 0 0 0 0 0 0
        """;
    assertThat(CounterTable.network(text)).containsExactly(new Device("eth0", 1234, 77));
  }

  @Test
  void readsWholeDisksInSectorsOf512Bytes() {
    String text =
        """
         254       0 vda 318 36 1000 162 486 436 2000 371 0 374 2034
         254       1 vda1 318 36 1000 162 486 436 2000 371 0 374 2034
        """;
    assertThat(CounterTable.disks(text, List.of("vda")))
        .containsExactly(new Device("vda", 512_000, 1_024_000));
  }

  @Test
  void readsTheDevicesOfAControlGroup() {
    String text = "8:0 rbytes=4096 wbytes=512 rios=1 wios=1 dbytes=0 dios=0\n8:16 \n";
    assertThat(CounterTable.cgroupIo(text)).containsExactly(new Device("8:0", 4096, 512));
  }

  @Test
  void addsHardAndSoftInterrupts() {
    assertThat(CpuModes.parse("cpu  100 1 20 500 2 3 4 5 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n"))
        .containsEntry("user", 100L)
        .containsEntry("interrupt", 7L)
        .containsEntry("steal", 5L)
        .hasSize(7);
  }

  @Test
  void findsWhereControlGroupsAreMounted() {
    String hybrid =
        """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw
        """;
    assertThat(CgroupMount.find(hybrid)).contains(Path.of("/sys/fs/cgroup/unified"));
    assertThat(CgroupMount.find("22 1 0:21 / /proc rw - proc proc rw\n")).isEmpty();
  }

  @Test
  void matchesGlobs() {
    assertThat(new Glob("java*").matches("java17")).isTrue();
    assertThat(new Glob("jav?").matches("java")).isTrue();
    assertThat(new Glob("java").matches("java17")).isFalse();
    assertThat(new Glob("a.b").matches("aXb")).isFalse();
    assertThat(new Glob("/system.slice/acme*.service").matches("/system.slice/acme-db.service"))
        .isTrue();
    assertThat(new Glob("/system.slice/*").matches("/system.slice/a/b")).isFalse();
    assertThat(new Glob("/kube/**").matches("/kube/a/b")).isTrue();
  }
}
