//! What makes a flow fail, race, or run more often than it should.
