/** Backends with one defect each, and the check of each contract that catches it. */
package org.leastaction.flow.defect;
