package org.leastaction.flow.defect;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.contract.AffineBlock;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.points.FloatPoints;

/** Defects of a {@link FlowModel}, one at a time, each with the check that must detect it. */
enum ModelDefect {

    NONE(null, WrappedFlow::new),

    STATES_ANOTHER_NUMBER_OF_CLASSES("resultsHaveTheShapesThatTheModelStates", sound -> new WrappedFlow(sound) {
        @Override
        public FlowShape shape() {
            FlowShape shape = super.shape();
            return new FlowShape(shape.input(), shape.encoded(), shape.segments(), shape.classes() + 1);
        }
    }),

    TELLS_A_BLOCK_TWICE("blocksComeInOrderOnceEachWithTheirSegment", sound -> observing(sound, observer -> step -> {
        observer.observe(step);
        if (step.block() == 1) {
            observer.observe(step);
        }
    })),

    LEAVES_A_BLOCK_OUT("blocksComeInOrderOnceEachWithTheirSegment", sound -> observing(sound, observer -> step -> {
        if (step.block() != 1) {
            observer.observe(step);
        }
    })),

    COUNTS_BLOCKS_FROM_ONE("blocksComeInOrderOnceEachWithTheirSegment",
            sound -> observing(sound, observer -> step -> observer.observe(BlockStep.of(
                    step.segment(), step.block() + 1, step.shortcut(), step.residue(), step.output())))),

    KNOWS_ONE_SEGMENT_ONLY("blocksComeInOrderOnceEachWithTheirSegment",
            sound -> observing(sound,
                    observer -> step -> observer
                            .observe(BlockStep.of(0, step.block(), step.shortcut(), step.residue(), step.output())))),

    SHOWS_A_SCALED_RESIDUE("residueIsOutputMinusShortcut",
            sound -> observing(sound,
                    observer -> step -> observer.observe(BlockStep.of(step.segment(), step.block(), step.shortcut(),
                            WrappedFlow.map(step.residue(), v -> 1.001f * v), step.output())))),

    MOVES_THE_SHORTCUT_INTO_THE_RESIDUE("identityShortcutIsTheOutputOfTheBlockBefore",
            sound -> observing(sound, observer -> step -> observer.observe(BlockStep.of(step.segment(), step.block(),
                    WrappedFlow.plus(step.shortcut(), 0.01), WrappedFlow.plus(step.residue(), -0.01), step.output())))),

    RETURNS_MORE_THAN_THE_LAST_OUTPUT("transportReturnsTheLastOutput", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            return plus(super.transport(encoded, observer), 0.001);
        }
    }),

    TAKES_A_SHORTCUT_WHEN_UNOBSERVED("transportIsTheSameUnobserved", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            FloatPoints end = super.transport(encoded, observer);
            return observer == BlockObserver.NONE ? plus(end, 0.001) : end;
        }
    }),

    GIVES_PROBABILITIES_WITHOUT_LOGARITHM("probabilitiesAreInTheUnitIntervalAndSumToOne",
            sound -> classifying(sound, logs -> WrappedFlow.map(logs, x -> (float) Math.exp(x)))),

    GIVES_LOGITS("probabilitiesAreInTheUnitIntervalAndSumToOne",
            sound -> classifying(sound, logs -> WrappedFlow.plus(logs, 0.5))),

    GIVES_NAN("probabilitiesAreInTheUnitIntervalAndSumToOne",
            sound -> classifying(sound, logs -> WrappedFlow.map(logs, x -> Float.NaN))),

    CENTRES_THE_BATCH("aBatchSplitDoesNotChangeResults",
            sound -> classifying(sound, logs -> WrappedFlow.plus(logs, -WrappedFlow.mean(logs)))),

    MOVES_PARTICLES_TOWARDS_THEIR_MEAN("blockStatesDoNotDependOnTheBatch", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            return super.transport(plus(encoded, 0.01 * mean(encoded)), observer);
        }
    }),

    NEVER_ANSWERS_TWICE_ALIKE("theSameBatchTwiceIsBitEqual", sound -> new WrappedFlow(sound) {
        private int calls;

        @Override
        public FloatPoints encode(FloatPoints inputs) {
            calls++;
            return map(super.encode(inputs), x -> x * (1 + 1e-6f * calls));
        }
    }),

    REUSES_ITS_RESULT("aResultOutlivesTheNextCall", sound -> new WrappedFlow(sound) {
        private final float[] buffer = new float[1000];

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            FloatPoints end = super.transport(encoded, observer);
            System.arraycopy(end.toArray(), 0, buffer, 0, end.size() * end.dimension());
            return FloatPoints.wrap(buffer, end.size(), end.dimension());
        }
    }),

    IGNORES_THE_OFFSET("aViewWithAnOffsetGivesTheResultsOfItsCopy", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints encode(FloatPoints inputs) {
            return super.encode(FloatPoints.wrap(inputs.array(), inputs.size(), inputs.dimension()));
        }
    }),

    WRITES_INTO_ITS_INPUT("whatIsPassedInIsNotModified", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints classify(FloatPoints transported) {
            FloatPoints classes = super.classify(transported);
            transported.array()[transported.offset()] += 1;
            return classes;
        }
    }),

    PASSES_THE_FIRST_BATCH_TWICE("aPassShowsAndGivesWhatThePartsDo",
            sound -> passing(sound, observer -> (firstRow, step) -> observer.observe(0, step))),

    SHOWS_OTHER_RESIDUES_IN_A_PASS("aPassShowsAndGivesWhatThePartsDo",
            sound -> passing(sound,
                    observer -> (firstRow, step) -> observer.observe(firstRow,
                            BlockStep.of(step.segment(), step.block(), step.shortcut(),
                                    WrappedFlow.map(step.residue(), v -> 1.001f * v), step.output())))),

    PASSES_ANOTHER_WAY_EACH_TIME("theSamePassTwiceIsBitEqual", sound -> new WrappedFlow(sound) {
        private int calls;

        @Override
        public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
            calls++;
            return super.pass(inputs, batch, observer).map(logs -> map(logs, x -> x * (1 + 1e-6f * calls)));
        }
    }),

    WRAPS_THE_OBSERVERS_EXCEPTION_IN_A_PASS("aPassRefusesWhatNoPartTakes",
            sound -> passing(sound, observer -> (firstRow, step) -> {
                try {
                    observer.observe(firstRow, step);
                } catch (RuntimeException wrapped) {
                    throw new IllegalStateException("an observer failed", wrapped);
                }
            })),

    PASSES_NOTHING_IN_SILENCE("aPassRefusesWhatNoPartTakes", sound -> new WrappedFlow(sound) {
        @Override
        public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
            return inputs.size() == 0 ? Optional.empty() : super.pass(inputs, batch, observer);
        }
    }),

    COSTS_A_LITTLE_MORE("costsAreThoseOfTheStatesThatAPassShows",
            sound -> costing(sound,
                    costs -> new FlowCosts(WrappedFlow.scaled(costs.blocks(), 1.001), costs.segments(),
                            costs.logProbabilities()))),

    TAKES_THE_PATH_FOR_THE_DISPLACEMENT("displacementsGoFromTheFirstShortcutToTheLastOutputOfASegment",
            sound -> costing(sound, costs -> new FlowCosts(costs.blocks(), costs.blocks(), costs.logProbabilities()))),

    DISPLACES_A_LITTLE_LESS("displacementsGoFromTheFirstShortcutToTheLastOutputOfASegment",
            sound -> costing(sound, costs -> new FlowCosts(costs.blocks(), WrappedFlow.scaled(costs.segments(), 0.999),
                    costs.logProbabilities()))),

    ANSWERS_OTHERWISE_BESIDE_COSTS("answersBesideCostsAreThoseOfAPass",
            sound -> costing(sound, costs -> new FlowCosts(costs.blocks(), costs.segments(),
                    costs.logProbabilities().map(logs -> WrappedFlow.plus(logs, 0.01))))),

    COSTS_ANOTHER_SUM_EACH_TIME("theSameCostsTwiceAreBitEqualAndOutliveTheNext", sound -> new WrappedFlow(sound) {
        private int calls;

        @Override
        public FlowCosts costs(FloatPoints inputs, int batch) {
            calls++;
            FlowCosts costs = super.costs(inputs, batch);
            return new FlowCosts(
                    scaled(costs.blocks(), 1 + 1e-9 * calls), costs.segments(), costs.logProbabilities());
        }
    }),

    COSTS_NOTHING_IN_SILENCE("costsRefuseWhatNoPassTakes", sound -> new WrappedFlow(sound) {
        @Override
        public FlowCosts costs(FloatPoints inputs, int batch) {
            return super.costs(inputs, Math.max(1, batch));
        }
    }),

    TELLS_COSTS_WHEN_CLOSED("costsRefuseWhatNoPassTakes", sound -> new WrappedFlow(sound) {
        @Override
        public FlowCosts costs(FloatPoints inputs, int batch) {
            return new AffineFlow(sound.network()).costs(inputs, batch);
        }
    }),

    TAKES_ANY_DIMENSION("aWrongDimensionIsRefusedNamingBoth", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints encode(FloatPoints inputs) {
            return super.encode(resized(inputs, shape().inputDimension()));
        }
    }),

    REFUSES_WITHOUT_SAYING_WHY("aWrongDimensionIsRefusedNamingBoth", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints classify(FloatPoints transported) {
            try {
                return super.classify(transported);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("wrong shape", wrong);
            }
        }
    }),

    TAKES_AN_EMPTY_BATCH("anEmptyBatchIsRefused", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints classify(FloatPoints transported) {
            return transported.size() == 0
                    ? FloatPoints.wrap(new float[0], 0, shape().classes())
                    : super.classify(transported);
        }
    }),

    WORKS_WHEN_CLOSED("aClosedModelSaysSo", sound -> new WrappedFlow(sound) {
        @Override
        public void close() {
            // Nothing is freed.
        }
    }),

    JACOBIAN_WORKS_WHEN_CLOSED("aClosedModelSaysSo", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
            return new AffineFlow(sound.network()).jacobianVector(encoded, tangents);
        }
    }),

    CLOSES_ONCE_ONLY("closingTwiceDoesNothing", sound -> new WrappedFlow(sound) {
        private boolean closed;

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
            super.close();
        }
    }),

    SWALLOWS_THE_OBSERVERS_EXCEPTION("anObserversExceptionReachesTheCallerAndTheModelGoesOn",
            sound -> observing(sound, observer -> step -> {
                try {
                    observer.observe(step);
                } catch (RuntimeException swallowed) {
                    // This is the defect.
                }
            })),

    WRAPS_THE_OBSERVERS_EXCEPTION("anObserversExceptionReachesTheCallerAndTheModelGoesOn",
            sound -> observing(sound, observer -> step -> {
                try {
                    observer.observe(step);
                } catch (RuntimeException wrapped) {
                    throw new IllegalStateException("an observer failed", wrapped);
                }
            })),

    IS_BROKEN_BY_THE_OBSERVERS_EXCEPTION("anObserversExceptionReachesTheCallerAndTheModelGoesOn",
            sound -> new WrappedFlow(sound) {
                private boolean running;

                @Override
                public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                    if (running) {
                        throw new IllegalStateException("a transport is running already");
                    }
                    running = true;
                    FloatPoints end = super.transport(encoded, observer);
                    running = false;
                    return end;
                }
            }),

    HIDES_A_ROLE("rolesArePresentExactlyIfStated", sound -> new WrappedFlow(sound) {
        @Override
        public <R> Optional<R> role(Class<R> role) {
            return role == JacobianProducts.class ? Optional.empty() : super.role(role);
        }
    }),

    CLAIMS_EVERY_ROLE("rolesArePresentExactlyIfStated", sound -> new WrappedFlow(sound) {
        @Override
        public <R> Optional<R> role(Class<R> role) {
            return super.role(role).or(() -> Optional.of(role.cast(Proxy.newProxyInstance(
                    role.getClassLoader(), new Class<?>[] {role}, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException();
                    }))));
        }
    }),

    DOUBLES_THE_JACOBIAN("jacobianProductsAgreeWithFiniteDifferences", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
            return map(super.jacobianVector(encoded, tangents), x -> 2 * x);
        }

        @Override
        public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
            return map(super.vectorJacobian(encoded, cotangents), x -> 2 * x);
        }
    }),

    FORGETS_TO_TRANSPOSE("jacobianProductsAreAdjoint", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
            return super.jacobianVector(encoded, cotangents);
        }
    }),

    FILLS_TANGENTS_WITH_ZEROS("jacobianProductsRefuseWrongShapes", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
            return super.jacobianVector(encoded, resized(tangents, shape().encodedDimension()));
        }
    }),

    FORGETS_THE_SHORTCUT_OF_A_BLOCK("blockProductsAgreeWithFiniteDifferences", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
            FloatPoints product = super.blockJacobianVector(block, entering, tangents);
            return block == 0 ? difference(product, tangents) : product;
        }
    }),

    FORGETS_TO_TRANSPOSE_A_BLOCK("blockProductsAreAdjoint", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
            return entering.dimension() == cotangents.dimension()
                    ? super.blockJacobianVector(block, entering, cotangents)
                    : super.blockVectorJacobian(block, entering, cotangents);
        }
    }),

    TAKES_ANY_BLOCK("blockProductsRefuseWrongShapesAndBlocks", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
            int there = Math.max(0, Math.min(block, shape().blocks() - 1));
            return super.blockJacobianVector(there, entering, tangents);
        }
    }),

    DESCENDS_INSTEAD_OF_ASCENDING("lossGradientsAgreeWithFiniteDifferences", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
            return map(super.lossGradients(inputs, labels), x -> -x);
        }
    }),

    AVERAGES_THE_LOSS_OVER_THE_BATCH("lossGradientsAreOfEachPointAlone", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
            return map(super.lossGradients(inputs, labels), x -> x / inputs.size());
        }
    }),

    TAKES_THE_SCORE_OF_THE_FIRST_CLASS_ALONE("scoreGradientsAreSumsOfLossGradients",
            sound -> new WrappedFlow(sound) {
                @Override
                public FloatPoints scoreGradients(FloatPoints inputs, FloatPoints weights) {
                    int classes = shape().classes();
                    float[] first = weights.toArray();
                    for (int i = 0; i < first.length; i++) {
                        first[i] = i % classes == 0 ? first[i] : 0;
                    }
                    return super.scoreGradients(inputs, FloatPoints.wrap(first, inputs.size(), classes));
                }
            }),

    TAKES_ANY_LABEL("lossGradientsRefuseWrongShapesAndLabels", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
            int last = shape().classes() - 1;
            return super.lossGradients(
                    inputs, Arrays.stream(labels).map(label -> Math.max(0, Math.min(label, last))).toArray());
        }
    }),

    RETURNS_PARTICLES_UNDECODED("decodedParticlesHaveTheShapeOfInputs", sound -> new WrappedFlow(sound) {
        @Override
        public FloatPoints decode(FloatPoints particles) {
            return particles;
        }
    }),

    DESCRIBES_A_RESIDUE_TWICE_AS_LARGE("describedLayersGiveWhatTheModelGives", sound -> new WrappedFlow(sound) {
        @Override
        public LayeredFlow describe() {
            AffineNetwork network = sound.network();
            List<List<AffineBlock>> segments = new ArrayList<>(network.segments());
            AffineBlock last = segments.get(2).get(0);
            AffineMap doubled = last.residue().plus(last.residue());
            segments.set(2, List.of(new AffineBlock(last.projection(), doubled), segments.get(2).get(1)));
            return new AffineFlow(new AffineNetwork(
                    network.encoder(), network.decoder(), segments, network.classifier())).describe();
        }
    }),

    SAVES_A_ROUNDED_WEIGHT("aSavedModelOpensBitEqual", sound -> new WrappedFlow(sound) {
        @Override
        public void save(Path folder) throws IOException {
            AffineNetwork network = sound.network();
            double[][] rounded = network.classifier().matrix();
            rounded[0][0] += 1e-6;
            new AffineFlow(new AffineNetwork(network.encoder(), network.decoder(), network.segments(),
                    AffineMap.of(rounded, network.classifier().offset()))).save(folder);
        }
    }),

    LEAVES_A_TEMPORARY_FILE("aSavedModelOpensBitEqual", sound -> new WrappedFlow(sound) {
        @Override
        public void save(Path folder) throws IOException {
            super.save(folder);
            Files.writeString(folder.resolveSibling("model.tmp"), "forgotten");
        }
    }),

    FAILS_TO_SAVE_IN_SILENCE("savingWhereNothingCanBeWrittenNamesThePlace", sound -> new WrappedFlow(sound) {
        @Override
        public void save(Path folder) {
            try {
                super.save(folder);
            } catch (IOException silenced) {
                // This is the defect.
            }
        }
    }),

    FAILS_TO_SAVE_WITHOUT_SAYING_WHERE("savingWhereNothingCanBeWrittenNamesThePlace", sound -> new WrappedFlow(sound) {
        @Override
        public void save(Path folder) throws IOException {
            try {
                super.save(folder);
            } catch (IOException e) {
                throw new IOException("cannot save", e);
            }
        }
    });

    private final String check;
    private final Function<AffineFlow, FlowModel> builder;

    ModelDefect(String check, Function<AffineFlow, FlowModel> builder) {
        this.check = check;
        this.builder = builder;
    }

    /** The check that must detect it. */
    String check() {
        return check;
    }

    FlowModel buildInto(AffineFlow sound) {
        return builder.apply(sound);
    }

    private static FlowModel observing(AffineFlow sound, UnaryOperator<BlockObserver> between) {
        return new WrappedFlow(sound) {
            @Override
            public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                return super.transport(encoded, between.apply(observer));
            }
        };
    }

    private static FlowModel passing(AffineFlow sound, UnaryOperator<BatchObserver> between) {
        return new WrappedFlow(sound) {
            @Override
            public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
                return super.pass(inputs, batch, between.apply(observer));
            }
        };
    }

    private static FlowModel costing(AffineFlow sound, UnaryOperator<FlowCosts> after) {
        return new WrappedFlow(sound) {
            @Override
            public FlowCosts costs(FloatPoints inputs, int batch) {
                return after.apply(super.costs(inputs, batch));
            }
        };
    }

    private static FlowModel classifying(AffineFlow sound, UnaryOperator<FloatPoints> after) {
        return new WrappedFlow(sound) {
            @Override
            public FloatPoints classify(FloatPoints transported) {
                return after.apply(super.classify(transported));
            }
        };
    }
}
