package org.leastaction.onnx.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.onnx.flow.BatchedNetwork.OrderedPipeline;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OrderedPipelineTest {

    /** Holds the number of the task that was done in it last. */
    private static List<int[]> slots(int count) {
        return IntStream.range(0, count).mapToObj(i -> new int[1]).toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1, 20", "2, 3, 1", "2, 1, 50", "2, 3, 50", "4, 2, 200", "4, 5, 200", "3, 9, 2"})
    void resultsAreUsedOnceInOrderByTheCaller(int threads, int slots, int tasks) {
        List<Integer> used = new ArrayList<>();
        Thread caller = Thread.currentThread();
        new OrderedPipeline<>(tasks, slots(slots), (slot, task) -> slot[0] = task).run(threads, (slot, task) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(slot[0]).as("what slot holds of task %d", task).isEqualTo(task);
            used.add(task);
        });
        assertThat(used).isEqualTo(IntStream.range(0, tasks).boxed().toList());
    }

    @Test
    void tasksRunSideBySide() {
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        new OrderedPipeline<>(2, slots(2), (slot, task) -> {
            workers.add(Thread.currentThread());
            both.countDown();
            try {
                assertThat(both.await(30, TimeUnit.SECONDS)).as("whether the other task began meanwhile").isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }).run(2, (slot, task) -> {});
        assertThat(workers).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void whatATaskThrowsReachesTheCaller(int threads) {
        RuntimeException thrown = new IllegalStateException("task 7");
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> new OrderedPipeline<>(100, slots(4), (slot, task) -> {
            running.incrementAndGet();
            try {
                if (task == 7) {
                    throw thrown;
                }
            } finally {
                running.decrementAndGet();
            }
        }).run(threads, (slot, task) -> assertThat(task).isLessThan(7))).isSameAs(thrown);
        assertThat(running.get()).as("tasks that still run").isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void whatTheUserThrowsReachesTheCaller(int threads) {
        RuntimeException thrown = new IllegalStateException("result 3");
        assertThatThrownBy(() -> new OrderedPipeline<>(100, slots(4), (slot, task) -> {}).run(threads, (slot, task) -> {
            if (task == 3) {
                throw thrown;
            }
        })).isSameAs(thrown);
    }

    @Test
    void anInterruptedCallerStops() {
        AtomicInteger used = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new OrderedPipeline<>(2, slots(1), (slot, task) -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }).run(2, (slot, task) -> used.incrementAndGet())).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).as("whether the caller stays interrupted").isTrue();
    }
}
