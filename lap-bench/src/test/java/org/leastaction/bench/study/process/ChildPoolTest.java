package org.leastaction.bench.study.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.DataSums;
import org.leastaction.bench.study.Study.SeedRule;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ChildPool.RefusedException;
import org.leastaction.bench.study.process.ChildPool.UnitFailedException;

/** Units in children that abort, exit, fail, and are stopped. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class ChildPoolTest {

    private static final ChildCommand COMMAND =
            ChildCommand.likeThisProcess(SampleChild.class.getName()).withOption("-Xmx64m");

    private final List<ChildPool> pools = new ArrayList<>();

    @AfterEach
    void close() {
        pools.forEach(ChildPool::close);
    }

    private ChildPool pool(String version, int attempts) {
        return pool(version, attempts, ChildPool.START_UP_SHARE);
    }

    private ChildPool pool(String version, int attempts, double startUpShare) {
        ChildPool pool = new ChildPool(COMMAND,
                new ChildAssignment(version, 0, 1, 1, "COST", null, Map.of(), new DataSums(new TreeMap<>()),
                        "checkpoints", 0).bytes(),
                attempts,
                startUpShare);
        pools.add(pool);
        return pool;
    }

    private static WorkUnit unit(String act, int index) {
        StudyInstance instance = new StudyInstance("sample",
                new StudyCell(0, 0, Map.of("act", act, "model", "mlp"), Optional.empty()), index, SeedRule.HASHED);
        return new WorkUnit(List.of(instance), Set.of(instance.id()));
    }

    /** The result of a unit: the process that ran it. */
    private static long made(ChildPool pool, WorkUnit unit) throws Exception {
        List<RunResult> results = RunResult.read(pool.make(UnitBytes.of(unit), Listener.none()));
        assertThat(results).extracting(result -> result.record().id()).containsExactly(unit.id());
        return Long.parseLong(new String(results.get(0).files().get("particles/" + unit.id() + ".npz"), UTF_8));
    }

    @Test
    void aUnitArrivesAsItWasSent() throws Exception {
        StudyCell cell = new StudyCell(2, 1, Map.of("act", "none", "data", "é\n\""), Optional.empty());
        List<StudyInstance> instances = IntStream.range(0, 3)
                .mapToObj(index -> new StudyInstance("sample", cell, index, SeedRule.CONSECUTIVE)).toList();
        WorkUnit unit = new WorkUnit(instances, Set.of(instances.get(1).id(), instances.get(2).id()));

        assertThat(UnitBytes.read(UnitBytes.of(unit))).isEqualTo(unit);
    }

    @Test
    void aChildMakesUnitsUntilItsStartWasCheap() throws Exception {
        ChildPool pool = pool("this", 1, 0.5);
        AtomicLong steps = new AtomicLong();
        List<String> remarks = new ArrayList<>();
        long first = made(pool, unit("none", 0));
        pool.make(UnitBytes.of(unit("none", 1)), new Listener(steps::addAndGet, remarks::add));
        double starting = pool.costs().starting();
        long asLong = (long) (1100 * starting);

        assertThat(steps).hasValue(3);
        assertThat(remarks).containsExactly("made by " + first);
        assertThat(made(pool, unit("sleep " + asLong, 2))).isEqualTo(first);
        assertThat(made(pool, unit("none", 3))).as("the first child was at work for longer than its start")
                .isNotEqualTo(first);
        assertThat(pool.costs().processes()).isEqualTo(2);
        assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "signal ABRT, 'signal 6 (SIGABRT, native code aborted), exit status 134; its last lines: ', about to abort",
            "signal KILL, 'signal 9 (SIGKILL, as when memory runs out), exit status 137', about to abort",
            "signal SEGV, 'exit status 134', SIGSEGV",
            "exit 0, 'ended with exit status 0', noise on standard output",
            "exit 7, 'ended with exit status 7', noise on standard output",
            "memory, 'ended with exit status 1', OutOfMemoryError: Java heap space"
    })
    void aProcessThatEndsFailsItsUnitAndNoOther(String act, String how, String line) throws Exception {
        ChildPool pool = pool("this", 2);

        assertThatThrownBy(() -> made(pool, unit(act, 0))).isInstanceOf(UnitFailedException.class)
                .hasMessageContaining("in the last of 2 attempts its process ")
                .hasMessageContaining(how).hasMessageContaining(line);
        assertThat(pool.costs().processes()).isEqualTo(2);
        assertThat(made(pool, unit("none", 1))).isPositive();
    }

    @Test
    void aUnitThatFailsIsNotTriedAgainAndItsChildGoesOn() throws Exception {
        ChildPool pool = pool("this", 3);
        long first = made(pool, unit("none", 0));

        assertThatThrownBy(() -> made(pool, unit("fail", 1))).isInstanceOf(UnitFailedException.class)
                .hasMessage("the setting is wrong");
        assertThat(made(pool, unit("none", 2))).isEqualTo(first);
    }

    @Test
    void aChildThatCannotWorkHereSaysWhy() throws Exception {
        assertThatThrownBy(() -> made(pool("other", 3), unit("none", 0)))
                .isInstanceOf(RefusedException.class).hasMessage("another version is here");
        ChildPool pool = pool("this", 3);
        assertThatThrownBy(() -> pool.check(UnitBytes.sample(List.of(unit("none", 0), unit("unreadable", 1)))))
                .isInstanceOf(RefusedException.class).hasMessage("no such data");
        pool.check(UnitBytes.sample(List.of(unit("none", 0), unit("none", 1))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"version\": \"other\", \"encoders\": {}, \"later\": 1} | another version is here",
            "{\"version\": [], \"encoders\": {}} | install the same version everywhere",
            "nonsense | install the same version everywhere"})
    void theAssignmentOfAnotherVersionIsRefused(String assignment, String reason) {
        ChildPool pool = new ChildPool(COMMAND, assignment.getBytes(UTF_8), 1);
        pools.add(pool);

        assertThatThrownBy(() -> made(pool, unit("none", 0))).isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anIdleChildThatEndedCostsNoUnitItsAttempt() throws Exception {
        ChildPool pool = pool("this", 1, 1e-9);
        long first = made(pool, unit("none", 0));
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        requireEnd(first);

        assertThat(made(pool, unit("none", 1))).isNotEqualTo(first);
    }

    @Test
    void aChildThatClosesItsConnectionAndStaysIsEnded() {
        ChildPool pool = new ChildPool(
                ChildCommand.likeThisProcess(SampleChild.Deserter.class.getName()), new byte[0], 1);
        pools.add(pool);

        assertThatThrownBy(() -> made(pool, unit("none", 0))).isInstanceOf(UnitFailedException.class)
                .hasMessageContaining("exit status 137; its last lines: gone");
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        ChildPool pool = new ChildPool(COMMAND.withClassPath(List.of("nothing.jar")), new byte[0], 1);
        pools.add(pool);

        assertThatThrownBy(() -> made(pool, unit("none", 0))).isInstanceOf(UnitFailedException.class)
                .hasMessageContaining("exit status 1").hasMessageContaining("SampleChild");
    }

    @Test
    void anInterruptionEndsTheChild() throws Exception {
        ChildPool pool = pool("this", 2);
        long child = made(pool, unit("none", 0));
        List<Throwable> seen = new ArrayList<>();
        Thread worker = new Thread(() -> {
            try {
                made(pool, unit("sleep 60000", 1));
            } catch (Throwable stopped) {
                seen.add(stopped);
            }
        });
        worker.start();
        Thread.sleep(300);
        worker.interrupt();
        worker.join();

        assertThat(seen).singleElement().isInstanceOf(InterruptedException.class);
        requireEnd(child);
    }

    @Test
    void closingEndsIdleChildren() throws Exception {
        ChildPool pool = pool("this", 2);
        long child = made(pool, unit("none", 0));
        pool.close();

        requireEnd(child);
    }

    private static void requireEnd(long pid) throws InterruptedException {
        for (int i = 0; i < 100 && ProcessHandle.of(pid).isPresent(); i++) {
            Thread.sleep(50);
        }
        assertThat(ProcessHandle.of(pid)).as("process %d", pid).isEmpty();
    }

    @Test
    void resultsArriveAsTheyWereMade() throws Exception {
        RunResult result = RunResult.of(RunRecord.of("a", null)).withFile("flows/a.npz", new byte[] {1, 2})
                .withFile("decodings/a.npz", new byte[0]);
        RunResult read = RunResult.read(RunResult.bytes(List.of(result))).get(0);

        assertThat(read.record()).isEqualTo(result.record());
        assertThat(List.copyOf(read.files().keySet())).containsExactly("flows/a.npz", "decodings/a.npz");
        assertThat(read.files().get("flows/a.npz")).containsExactly(1, 2);
    }
}
