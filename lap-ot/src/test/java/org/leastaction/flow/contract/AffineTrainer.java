package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;

/**
 * Trains {@link AffineFlow}s: family "affine", an identity encoder, K affine blocks and a linear classifier, without
 * batch normalisation. One run after the other, in double precision on the calling thread.
 */
public final class AffineTrainer implements FlowTrainer {

    /** The family "affine", of 3 blocks by default. */
    public static final NetworkFamily FAMILY = new NetworkFamily() {

        private final SettingSchema settings = SettingSchema.of(
                Setting.of(BLOCKS, SettingType.oneWholeNumber(1), List.of(3), "residual blocks"));

        @Override
        public String key() {
            return "affine";
        }

        @Override
        public String help() {
            return "affine blocks of points";
        }

        @Override
        public SettingSchema settings() {
            return settings;
        }
    };

    @Override
    public List<NetworkFamily> families() {
        return List.of(FAMILY);
    }

    @Override
    public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException {
        for (TrainingRun run : runs) {
            if (!run.network().family().equals(FAMILY)) {
                throw new IllegalArgumentException(
                        "no family '" + run.network().family().key() + "' here; known: " + FAMILY.key());
            }
        }
        List<TrainedFlow> trained = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            int index = i;
            trained.add(new AffineTraining(runs.get(i)).train(epoch -> listener.epochEnded(index, epoch)));
        }
        return trained;
    }
}
