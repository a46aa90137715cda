"""What board members thought of the residents' support."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0004_confirming'
down_revision = '0003_weighing'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('board_prediction',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('proposal_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('predicted_percent', sa.Integer(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_board_prediction_account_id_account')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_board_prediction_proposal_id_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_prediction')),
    sa.UniqueConstraint('proposal_id', 'account_id', name=op.f('uq_board_prediction_proposal_id_account_id'))
    )


def downgrade() -> None:
    op.drop_table('board_prediction')
