package org.leastaction.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The rules for all classes below a root package. */
enum Law {

    LAP_OT_KNOWS_NO_OTHER_MODULE(root -> onlyDepends(root, Module.OT, Module.OT), "points.KnowsMetrics"),

    LAP_METRICS_KNOWS_LAP_OT_ONLY(
            root -> onlyDepends(root, Module.METRICS, Module.METRICS, Module.OT), "metrics.KnowsTensorFlowBackend"),

    LAP_TF_KNOWS_LAP_OT_ONLY(root -> onlyDepends(root, Module.TF, Module.TF, Module.OT), "tf.KnowsMetrics"),

    LAP_ONNX_KNOWS_LAP_OT_ONLY(root -> onlyDepends(root, Module.ONNX, Module.ONNX, Module.OT), "onnx.KnowsMetrics"),

    LAP_BENCH_KNOWS_NO_BACKEND(
            root -> onlyDepends(root, Module.BENCH, Module.BENCH, Module.METRICS, Module.OT),
            "bench.KnowsTensorFlowBackend"),

    /** But for the optimal assignment of a batch, which objectives of training may use. */
    BACKENDS_AND_THEIR_SPI_NEED_NO_TRANSPORT(
            root -> noClasses().that().resideInAnyPackage(root + ".flow..", root + ".tf..", root + ".onnx..")
                    .and().doNotHaveFullyQualifiedName(root + ".flow.objective.BatchAssignment")
                    .should().dependOnClassesThat().resideInAnyPackage(root + ".ot..", root + ".transport.."),
            "tf.KnowsTransport"),

    NO_CYCLE_BETWEEN_PACKAGES(PackageCycles::noneBelow, "points.Ring", "points.ring.Link"),

    ONE_SIMPLE_NAME_IS_ONE_TYPE(SimpleNames::uniqueBelow, "points.KnowsMetrics", "onnx.KnowsMetrics"),

    NO_PACKAGE_HAS_MORE_THAN_25_TYPES(PackageSizes::limitedBelow, "points.crowd.Crowded"),

    EVERY_PACKAGE_BELONGS_TO_A_MODULE(
            root -> noClasses().should().resideOutsideOfPackages(Arrays.stream(Module.values())
                    .flatMap(module -> Arrays.stream(module.packages(root)))
                    .toArray(String[]::new)),
            "Stray"),

    ONLY_LAP_TF_NAMES_TENSORFLOW(
            root -> noClasses().that().resideOutsideOfPackages(Module.TF.packages(root))
                    .should().dependOnClassesThat().resideInAnyPackage("org.tensorflow..", "org.bytedeco.."),
            "metrics.NamesTensorFlow"),

    ONLY_THE_ONNX_BACKEND_NAMES_ONNX_RUNTIME(
            root -> noClasses().that().resideOutsideOfPackages(Module.ONNX.packages(root))
                    .should().dependOnClassesThat().resideInAnyPackage("ai.onnxruntime..", root + ".onnx.."),
            "metrics.NamesOnnxRuntime"),

    NO_MUTABLE_STATICS(root -> fields().that().areStatic().should(new BeConstant()),
            "points.CountsInAStatic", "points.CachesInAStatic", "points.SharesAnArray"),

    /** Apart from the secret by which a parent knows its child, which nothing else depends on. */
    NO_UNSEEDED_RANDOMNESS(
            root -> noClasses().that().haveNameNotMatching(root + "\\.bench\\.study\\.process\\.Child")
                    .should().callConstructor(Random.class)
                    .orShould().callConstructor(SplittableRandom.class)
                    .orShould().callMethod(Math.class, "random")
                    .orShould().callMethod(StrictMath.class, "random")
                    .orShould().callMethod(Collections.class, "shuffle", List.class)
                    .orShould().callMethod(RandomGenerator.class, "getDefault")
                    .orShould().callMethod(RandomGenerator.class, "of", String.class)
                    .orShould().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class)
                    .orShould().dependOnClassesThat().areAssignableTo(SecureRandom.class),
            "points.DrawsFromMath", "points.DrawsWithoutSeed", "points.ShufflesWithoutSeed"),

    ONLY_THE_MAIN_CLASS_EXITS(
            root -> noClasses().that().doNotHaveFullyQualifiedName(root + ".bench.command.Lap")
                    .and().doNotHaveFullyQualifiedName(root + ".bench.command.StudyUnitProcess")
                    .should().callMethod(System.class, "exit", int.class)
                    .orShould().callMethod(Runtime.class, "exit", int.class)
                    .orShould().callMethod(Runtime.class, "halt", int.class),
            "bench.command.Exits"),

    FILES_ARE_WRITTEN_BY_THE_ATOMIC_WRITER(
            FileWriting::onlyBelow,
            "points.WritesAFile", "points.OpensForWriting", "points.WritesByReference", "points.WritesByAStream"),

    ONLY_THE_COMMAND_PRINTS(
            root -> noClasses().that().resideOutsideOfPackage(root + ".bench.command..")
                    .should().accessField(System.class, "out")
                    .orShould().accessField(System.class, "err")
                    .orShould().callMethodWhere(target(HasName.Predicates.name("printStackTrace"))),
            "points.Prints", "bench.PrintsAStackTrace");

    private final Function<String, ArchRule> rule;
    private final List<String> counterexamples;

    Law(Function<String, ArchRule> rule, String... counterexamples) {
        this.rule = rule;
        this.counterexamples = List.of(counterexamples);
    }

    /** The rule; a root without classes satisfies it. */
    ArchRule below(String root) {
        return rule.apply(root).as(name()).allowEmptyShould(true);
    }

    /** Names, relative to the fixture's package, of classes that break it. */
    List<String> counterexamples() {
        return counterexamples;
    }

    private static ArchRule onlyDepends(String root, Module module, Module... allowed) {
        String[] packages =
                Stream.of(allowed).flatMap(one -> Arrays.stream(one.packages(root))).toArray(String[]::new);
        return noClasses().that().resideInAnyPackage(module.packages(root))
                .should().dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAnyPackage(packages))));
    }
}
