package org.leastaction.flow.inspection;

/** Role of a model that was found in a network from another framework: reports how the network was cut. */
public interface CutModel {

    FlowCut cut();
}
