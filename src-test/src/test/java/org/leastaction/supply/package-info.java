/**
 * What the product is made of: the versions of its libraries against published advisories.
 */
package org.leastaction.supply;
