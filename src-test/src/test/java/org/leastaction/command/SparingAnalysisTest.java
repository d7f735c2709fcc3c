package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.analysis.AnalysedFlow;
import org.leastaction.bench.analysis.AnalysisBudget;
import org.leastaction.bench.analysis.AnalysisWatch;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.PartialAnalysis;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.OnnxBackend;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Analyses that cannot afford everything, are stopped, or fail in a part. */
class SparingAnalysisTest {

    private static final FlowAnalysis ANALYSIS = FlowAnalysis.defaults().withThreads(1)
            .withBudget(AnalysisBudget.unlimited());

    @TempDir
    Path folder;

    private static Path plane() {
        return Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");
    }

    private JsonNode analyze(String budget) {
        return LapRun.of("analyze", "--model", plane(), "--data", "circles", "--test-size", 60, "--budget", budget,
                "--out", folder.resolve("budget-" + budget), "--json").done().json();
    }

    @Test
    void whatCannotBeAffordedUsesFewSamplesOrIsNullWithTheReason() {
        JsonNode spared = analyze("0");
        JsonNode whole = analyze("1000000");

        for (String key : List.of("lipschitz_jacobian", "jacobian_asymmetry", "jacobian_min_eigenvalue",
                "lipschitz_jacobian_blocks", "residue_lipschitz_blocks", "robust_accuracy_linf", "loss_lipschitz")) {
            assertThat(spared.get(key).isNull()).as(key).isTrue();
            assertThat(spared.get(key + "_reason").asText()).as(key)
                    .startsWith("4 points would take about ")
                    .endsWith("more than a seventh of the budget of 0 s; --budget gives it more");
            assertThat(whole.get(key).isNull()).as(key).isFalse();
        }
        assertThat(spared.get("samples").asInt()).isEqualTo(4);
        assertThat(whole.get("samples").asInt()).isEqualTo(60);
    }

    @Test
    void derivativesThatCannotBeAffordedDoNotChangeTheRest() throws IOException {
        try (FlowModel model = new OnnxBackend().open(plane(), new Execution(1, "cpu"))) {
            LabelledPoints data = data(model.shape());
            Analysis spared = ANALYSIS.withBudget(new AnalysisBudget(0)).analyse(model, data).analysis();
            Analysis whole = ANALYSIS.analyse(model, data).analysis();

            assertThat(spared.quantity("lipschitz_jacobian").isPresent()).isFalse();
            for (String key : List.of("accuracy", "transport_cost", "w2_squared", "lipschitz_pairs")) {
                assertThat(spared.quantity(key)).as(key).isEqualTo(whole.quantity(key));
            }
        }
    }

    @Test
    void aBudgetBelowZeroIsRefused() {
        for (String budget : List.of("-1", "NaN")) {
            LapRun.of("analyze", "--model", plane(), "--data", "circles", "--budget", budget, "--out",
                    folder.resolve("out")).refused(2, "the budget must be at least 0 seconds, not ");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** Keeps on disk what is measured, and is stopped when a metric begins. */
    private static final class Stopped implements AnalysisWatch {

        private final PartialAnalysis kept;
        private final Optional<String> last;
        private final List<String> known = new ArrayList<>();

        Stopped(PartialAnalysis kept, Optional<String> last) {
            this.kept = kept;
            this.last = last;
        }

        @Override
        public Optional<Analysis> known(String group) {
            if (last.filter(group::equals).isPresent()) {
                throw new CancellationException("stopped");
            }
            Optional<Analysis> part = kept.part(group);
            part.ifPresent(there -> known.add(group));
            return part;
        }

        @Override
        public void measured(String group, Analysis part) {
            try {
                kept.keep(group, part);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static List<String> groups() {
        return FlowAnalysis.defaults().names();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void anAnalysisThatWasStoppedGoesOnAndEndsAsIfItHadNotBeen(String group) throws IOException {
        try (FlowModel model = new OnnxBackend().open(plane(), new Execution(1, "cpu"))) {
            LabelledPoints data = data(model.shape());
            Analysis whole = ANALYSIS.analyse(model, data).analysis();
            assertThatThrownBy(() -> ANALYSIS.analyse(model, data, InputUnits.ofNetwork(),
                    new Stopped(PartialAnalysis.in(folder, "a"), Optional.of(group))))
                    .isInstanceOf(CancellationException.class);
            assertThat(Files.exists(folder.resolve("analysis.partial.json"))).isEqualTo(groups().indexOf(group) > 0);

            Stopped again = new Stopped(PartialAnalysis.in(folder, "a"), Optional.empty());
            AnalysedFlow resumed = ANALYSIS.analyse(model, data, InputUnits.ofNetwork(), again);

            assertThat(again.known).hasSize(groups().indexOf(group));
            assertThat(resumed.analysis()).isEqualTo(whole);
            assertThat(PartialAnalysis.in(folder, "another analysis").part("cost")).isEmpty();
            Files.writeString(folder.resolve("analysis.partial.json"), "{\"of\": \"a\"");
            assertThat(PartialAnalysis.in(folder, "a").part("cost")).as("damaged").isEmpty();
        }
    }

    /** A model that fails in one metric and works otherwise. */
    private record Failing(FlowModel sound, RuntimeException failure) implements FlowModel {

        @Override
        public FlowShape shape() {
            return sound.shape();
        }

        @Override
        public FloatPoints encode(FloatPoints inputs) {
            return sound.encode(inputs);
        }

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            return sound.transport(encoded, observer);
        }

        @Override
        public FloatPoints classify(FloatPoints transported) {
            return sound.classify(transported);
        }

        @Override
        public <R> Optional<R> role(Class<R> role) {
            if (role == JacobianProducts.class) {
                throw failure;
            }
            return sound.role(role);
        }

        @Override
        public void close() {
            sound.close();
        }
    }

    @Test
    void aGroupThatFailsLeavesTheOthers() throws IOException {
        try (FlowModel sound = new OnnxBackend().open(plane(), new Execution(1, "cpu"))) {
            LabelledPoints data = data(sound.shape());
            List<String> failed = new ArrayList<>();
            Analysis whole = ANALYSIS.analyse(sound, data).analysis();
            Analysis rest = ANALYSIS.analyse(new Failing(sound, new IllegalStateException("no memory")), data,
                    InputUnits.ofNetwork(), new AnalysisWatch() {
                        @Override
                        public void failed(String group, String reason) {
                            failed.add(group);
                        }
                    }).analysis();

            assertThat(failed).containsExactly("jacobian");
            assertThat(rest.quantity("lipschitz_jacobian").reason()).isEqualTo("it failed: no memory");
            for (String key : List.of("accuracy", "transport_cost", "w2_squared", "lipschitz_pairs",
                    "noise_accuracy_uniform")) {
                assertThat(rest.quantity(key)).as(key).isEqualTo(whole.quantity(key));
            }
            assertThatThrownBy(() -> ANALYSIS.withMetrics(Set.of("jacobian")).analyse(
                    new Failing(sound, new CancellationException("stopped")), data))
                    .isInstanceOf(CancellationException.class);
        }
    }

    private static LabelledPoints data(FlowShape shape) {
        Random random = new Random(20261129);
        int n = 40;
        float[] numbers = new float[n * shape.inputDimension()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return new LabelledPoints(FloatPoints.wrap(numbers, n, shape.inputDimension()),
                random.ints(n, 0, shape.classes()).toArray(), shape.classes(), shape.input());
    }
}
