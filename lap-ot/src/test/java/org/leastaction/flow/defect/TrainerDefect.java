package org.leastaction.flow.defect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.contract.AffineTrainer;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.TransportPenalty;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingRun;

/** Defects of a {@link FlowTrainer}, one at a time, each with the check that must detect it. */
enum TrainerDefect {

    NONE(null, new AffineTrainer()),

    NAMES_NO_FAMILY("familiesAreNamed", new WrappedTrainer() {
        @Override
        public List<NetworkFamily> families() {
            return List.of();
        }
    }),

    FORGETS_AN_EPOCH("theCurveHasOneRecordPerEpoch", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            return withEpochs(trained, epochs -> epochs.subList(1, epochs.size()));
        }
    }),

    IGNORES_THE_SCHEDULE("theCurveHasOneRecordPerEpoch", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            return withEachEpoch(trained, e -> new EpochRecord(e.epoch(), 0.01, e.crossEntropy(), e.transportCost(),
                    e.lambda(), e.testAccuracy(), e.testLoss()));
        }
    }),

    TELLS_THE_LISTENER_NOTHING("theListenerHearsEveryEpochOfTheCurve", new WrappedTrainer() {
        @Override
        void tell(TrainingListener listener, int run, EpochRecord epoch) {
            // This is the defect.
        }
    }),

    BUILDS_A_BLOCK_TOO_MANY("theModelIsTheNetworkThatWasAskedFor", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            NetworkSpec deeper = run.network().with("blocks", run.network().blocks() + 1);
            return new TrainingRun(
                    deeper, run.initialisation(), run.objective(), run.options(), run.train(), run.test());
        }
    }),

    MEASURES_ANOTHER_MODEL("theLastTestFiguresAreTheModels", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            return withEachEpoch(trained, e -> new EpochRecord(e.epoch(), e.learningRate(), e.crossEntropy(),
                    e.transportCost(), e.lambda(), e.testAccuracy(), 1.01 * e.testLoss() + 0.01));
        }
    }),

    LEARNS_BACKWARDS("trainingLowersTheCrossEntropy", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            return withEpochs(trained, epochs -> {
                Collections.reverse(epochs);
                return epochs;
            });
        }
    }),

    IGNORES_THE_PENALTY("thePenaltyLowersTheTransportCost", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return withObjective(run, Objective.vanilla());
        }
    }),

    MULTIPLIES_WHERE_IT_SHOULD_DIVIDE("aStillMultiplierWeighsTheCostByItsInverse", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return run.objective() instanceof Objective.LeastAction lap
                    ? withObjective(run, new Objective.LeastAction(
                            1 / lap.lambda0(), lap.tau(), lap.uzawaSteps(), lap.penalty()))
                    : run;
        }
    }),

    SEEDS_BY_THE_CLOCK("theSameSeedGivesTheSameCurve", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return withOptions(run, options -> options.withSeed(System.nanoTime()));
        }
    }),

    IGNORES_THE_SEED("anotherSeedGivesAnotherCurve", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return withOptions(run, options -> options.withSeed(0));
        }
    }),

    RECORDS_NO_MULTIPLIER("theMultiplierIsRecorded", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            return withEachEpoch(trained, e -> new EpochRecord(e.epoch(), e.learningRate(), e.crossEntropy(),
                    e.transportCost(), Double.NaN, e.testAccuracy(), e.testLoss()));
        }
    }),

    UPDATES_THE_MULTIPLIER_AT_EVERY_BATCH("theMultiplierIsRecorded", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return run.objective() instanceof Objective.LeastAction lap
                    ? withObjective(run, new Objective.LeastAction(lap.lambda0(), lap.tau(), 1, lap.penalty()))
                    : run;
        }
    }),

    DOUBLES_TAU("oneBatchAnEpochGrowsTheMultiplierByTauTimesItsCrossEntropy", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return run.objective() instanceof Objective.LeastAction lap
                    ? withObjective(run, new Objective.LeastAction(
                            lap.lambda0(), 2 * lap.tau(), lap.uzawaSteps(), lap.penalty()))
                    : run;
        }
    }),

    IGNORES_THE_NORMALISATION("theSumOverElementsIsTheirNumberTimesTheirMean", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return run.objective() instanceof Objective.Fixed fixed
                    ? withObjective(run, new Objective.Fixed(fixed.lambda(), TransportPenalty.defaults()))
                    : run;
        }
    }),

    IGNORES_OBJECTIVES_IT_DOES_NOT_KNOW("anObjectiveOfOnesOwnIsTrained", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return isOwn(run) ? withObjective(run, Objective.vanilla()) : run;
        }
    }),

    REPORTS_OWN_TERMS_WITHOUT_FOLLOWING_THEM("aTermOnStatesLowersWhatItMeasures", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return isOwn(run) ? withObjective(run, new Unfollowed(run.objective())) : run;
        }
    }),

    TAKES_THE_UNDIVIDED_FORM_FOR_THE_DIVIDED_ONE(
            "theUndividedFormIsTheDividedOneAtLambdaTimesTheRate", new WrappedTrainer() {
                @Override
                TrainingRun asked(TrainingRun run) {
                    return run.objective() instanceof Objective.LeastAction lap
                            ? withObjective(run, new Objective.LeastAction(
                                    lap.lambda0(), lap.tau(), lap.uzawaSteps(), lap.penalty()))
                            : run;
                }
            }),

    TAKES_THE_CONTROL_FOR_VANILLA("theControlIsVanillaAtLambdaTimesTheRate", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return run.objective() instanceof Objective.Control ? withObjective(run, Objective.vanilla()) : run;
        }
    }),

    TRAINS_MODULES_AS_A_WHOLE("noGradientPassesBetweenModules", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return run.objective().isModuleWise() ? withObjective(run, new AsAWhole(run.objective())) : run;
        }
    }),

    RETURNS_RUNS_IN_REVERSE("severalRunsGiveTheirResultsInOrder", new WrappedTrainer() {
        @Override
        public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
                throws InterruptedException {
            List<TrainedFlow> results = new ArrayList<>(super.train(runs, execution, listener));
            Collections.reverse(results);
            return results;
        }
    }),

    TELLS_ALL_RUNS_AS_THE_FIRST("severalRunsGiveTheirResultsInOrder", new WrappedTrainer() {
        @Override
        void tell(TrainingListener listener, int run, EpochRecord epoch) {
            super.tell(listener, 0, epoch);
        }
    }),

    HIDES_DIVERGENCE("divergenceIsRecordedNotThrown", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            return new TrainedFlow(trained.model(),
                    new TrainingCurve(trained.curve().epochs(), OptionalInt.empty()), trained.seconds());
        }
    }),

    THROWS_AT_DIVERGENCE("divergenceIsRecordedNotThrown", new WrappedTrainer() {
        @Override
        TrainedFlow returned(TrainedFlow trained) {
            if (trained.curve().divergedAt().isPresent()) {
                throw new ArithmeticException("diverged");
            }
            return trained;
        }
    }),

    IS_DEAF_TO_INTERRUPTION("interruptionStopsTheTraining", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            Thread.interrupted();
            return run;
        }
    }),

    ENDS_EARLY_WITHOUT_SAYING_SO("interruptionStopsTheTraining", new WrappedTrainer() {
        @Override
        public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener) {
            try {
                return super.train(runs, execution, listener);
            } catch (InterruptedException silenced) {
                return List.of();
            }
        }
    }),

    GOES_ON_WITH_ANOTHER_SEED("anInterruptedTrainingAskedForAgainEndsAsAnUndisturbedOne", new WrappedTrainer() {
        @Override
        public List<TrainedFlow> train(
                List<TrainingRun> runs, Execution execution, TrainingListener listener, Checkpointing checkpointing)
                throws InterruptedException {
            return train(
                    runs.stream().map(run -> withOptions(run, options -> options.withSeed(77))).toList(),
                    execution,
                    listener);
        }
    }),

    TRAINS_WHAT_IT_KNOWS_INSTEAD("anUnknownFamilyIsRefusedNamingTheKnownOnes", new WrappedTrainer() {
        @Override
        TrainingRun asked(TrainingRun run) {
            return new TrainingRun(AffineTrainer.FAMILY.network(List.of(2), 2),
                    run.initialisation(), run.objective(), run.options(), run.train(), run.test());
        }
    });

    private final String check;
    private final FlowTrainer trainer;

    TrainerDefect(String check, FlowTrainer trainer) {
        this.check = check;
        this.trainer = trainer;
    }

    /** The check that must detect it. */
    String check() {
        return check;
    }

    FlowTrainer trainer() {
        return trainer;
    }
}
