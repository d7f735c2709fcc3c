package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.points.FloatPoints;

/** A transport with copies of all of its steps. */
record Transported(List<BlockStep> steps, FloatPoints end) {

    static Transported of(FlowModel model, FloatPoints encoded) {
        List<BlockStep> steps = new ArrayList<>();
        FloatPoints end = model.transport(encoded, step -> steps.add(BlockStep.of(
                step.segment(),
                step.block(),
                Batches.copy(step.shortcut()),
                Batches.copy(step.residue()),
                Batches.copy(step.output()))));
        return new Transported(steps, end);
    }
}
