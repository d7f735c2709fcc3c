package org.leastaction.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {

    private static final String PROJECT = "org.leastaction";
    private static final String FIXTURE = "org.leastaction.architecture.fixture";

    /** The shipped classes: neither tests nor the artifact of contracts. */
    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-contract.jar") && !location.contains("/flow/contract/"))
            .importPackages(PROJECT);

    private static final JavaClasses COUNTEREXAMPLES = new ClassFileImporter().importPackages(FIXTURE);

    @ParameterizedTest
    @EnumSource
    void theProjectKeeps(Law law) {
        law.below(PROJECT).check(SHIPPED);
    }

    @ParameterizedTest
    @EnumSource
    void everyCounterexampleBreaks(Law law) {
        assertThat(law.counterexamples()).isNotEmpty();
        String report = law.below(FIXTURE).evaluate(COUNTEREXAMPLES).getFailureReport().toString();
        assertThat(law.counterexamples()).allSatisfy(name -> assertThat(report).contains(FIXTURE + "." + name));
        assertThat(report).doesNotContain(FIXTURE + ".points.Sound");
    }

    @Test
    void knownCyclesAreNotOutlived() {
        assertThat(PackageCycles.outlived(SHIPPED, PROJECT))
                .as("dependencies in PackageCycles.KNOWN that are gone: take them off the list").isEmpty();
    }

    @Test
    void classesThatMayWriteDoWrite() {
        assertThat(FileWriting.outlived(SHIPPED, PROJECT))
                .as("classes in FileWriting.EXCEPTIONS that write no file: take them off the list").isEmpty();
    }

    @Test
    void everyModuleIsLookedAt() {
        List<String> oneOfEach = List.of(
                "org.leastaction.flow.FlowModel",
                "org.leastaction.metrics.Estimate",
                "org.leastaction.tf.TensorFlowBackend",
                "org.leastaction.onnx.OnnxBackend",
                "org.leastaction.bench.command.Lap");
        for (String type : oneOfEach) {
            assertThat(SHIPPED.contain(type)).as("%s is among the classes that are checked", type).isTrue();
        }
        assertThat(SHIPPED.contain(ArchitectureTest.class)).isFalse();
        assertThat(SHIPPED.contain("org.leastaction.flow.contract.FlowModelContract")).isFalse();
    }
}
