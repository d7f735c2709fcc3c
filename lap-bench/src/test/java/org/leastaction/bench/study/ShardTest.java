package org.leastaction.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {

    private static List<WorkUnit> units(int instances) {
        return SampleStudy.of(instances).units(instance -> true);
    }

    @RepeatedTest(20)
    void shardsAreDisjointCompleteAndBalanced() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<WorkUnit> units = units(1 + random.nextInt(2000));
        int count = 1 + random.nextInt(12);
        ToDoubleFunction<WorkUnit> cost = unit -> 1 + Math.abs(unit.id().hashCode() % 1000);
        double total = units.stream().mapToDouble(cost).sum();
        double dearest = units.stream().mapToDouble(cost).max().orElseThrow();

        List<String> all = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Set<String> own = new Shard(index, count).of(units, cost).instances();
            assertThat(new Shard(index, count).of(units, cost).instances()).as("seed %d", seed).isEqualTo(own);
            all.addAll(own);
            double sum = units.stream().filter(unit -> own.contains(unit.id())).mapToDouble(cost).sum();
            assertThat(sum).as("seed %d, shard %d of %d", seed, index, count)
                    .isLessThanOrEqualTo(total / count + dearest);
            // A unit is never divided.
            assertThat(units).as("seed %d", seed).allSatisfy(unit -> assertThat(unit.instances().stream()
                    .filter(instance -> own.contains(instance.id())).count()).isIn(0L, (long) unit.instances().size()));
        }

        assertThat(all).as("seed %d", seed).doesNotHaveDuplicates().hasSize(
                units.stream().mapToInt(unit -> unit.instances().size()).sum());
    }

    @Test
    void unitsWithoutCostAreSharedByNumber() {
        List<WorkUnit> units = units(300);

        assertThat(new Shard(0, 3).of(units, unit -> 0).instances()).hasSize(400);
        assertThat(new Shard(2, 3).of(units, unit -> 0).instances()).hasSize(400);
        assertThat(new Shard(99, 100).of(units, unit -> 0).instances()).isEmpty();
    }

    @Test
    void textNamesAShard() {
        assertThat(Shard.parse("2/3")).isEqualTo(new Shard(2, 3)).hasToString("2/3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3/3", "1", "-1/3", "0/0", "1/x", "1/3/4", " 1/3", "99999999999/3"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> Shard.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a shard is i/n with i from 0 to n - 1, e.g. 0/3, not ");
    }
}
